BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Show-UgcReport' {
    BeforeAll {
        $null = Connect-Rehearsal
        $folder = Join-Path $TestDrive 'out'
        $sheet = New-CsvFile "Reference,Prompt,Model,Duration`nmug,A paper boat,kling-2.6,5"
        $run = Invoke-UgcBatch $sheet -Name boats -Destination $folder -Force @quiet
        $page = Join-Path $folder 'report.html'
        $display = $env:DISPLAY, $env:WAYLAND_DISPLAY
        $env:DISPLAY = $env:WAYLAND_DISPLAY = $null
    }

    AfterAll { $env:DISPLAY, $env:WAYLAND_DISPLAY = $display }

    It 'has a page that Invoke-UgcBatch has written' {
        $page | Should -Exist
        Get-Content -Raw $page | Should -Match '<script id="data" type="application/json">\{"id":"[0-9A-F]{16}","batch":"boats"'
    }

    It 'says where the page is in a session without a desktop' -Skip:(-not $IsLinux) {
        Show-UgcReport boats -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $said | Should -Be "This session has no desktop to open it on. Open the page in a browser: $page"
    }

    It 'finds the page of <What>' -Skip:(-not $IsLinux) -ForEach @(
        @{ What = 'a batch'; Command = { Show-UgcReport boats -PassThru @quiet } }
        @{ What = 'a run'; Command = { $run | Show-UgcReport -PassThru @quiet } }
        @{ What = 'a folder'; Command = { Show-UgcReport -Path $folder -PassThru @quiet } }
        @{ What = 'a file'; Command = { Show-UgcReport -LiteralPath $page -PassThru @quiet } }
        @{ What = 'the batch that changed last'; Command = { Push-Location $TestDrive; Show-UgcReport -PassThru @quiet; Pop-Location } }
    ) {
        (& $Command).FullName | Should -Be $page
    }

    It 'finds the page of another batch that changed later' -Skip:(-not $IsLinux) {
        $later = Join-Path $TestDrive 'later'
        $null = Invoke-UgcBatch (New-CsvFile "Prompt,Model,Duration`nA paper kite,kling-2.6,5") -Name kites -Destination $later -Force @quiet
        Push-Location $TestDrive
        try { (Show-UgcReport -PassThru @quiet).FullName | Should -Be (Join-Path $later 'report.html') } finally { Pop-Location }
    }

    It 'finds the page that Export-UgcReport has written last' -Skip:(-not $IsLinux) {
        $other = Join-Path $TestDrive 'other'
        Export-UgcReport boats -Destination $other | ForEach-Object Name | Should -Be 'results.csv', 'results.json', 'report.html'
        (Show-UgcReport boats -PassThru @quiet).FullName | Should -Be (Join-Path $other 'report.html')
    }

    It 'opens the page with the program of the desktop' -Skip:(-not $IsLinux) {
        $bin = New-Item -ItemType Directory (Join-Path $TestDrive 'bin')
        $opened = Join-Path $TestDrive 'opened'
        Set-Content (Join-Path $bin 'xdg-open') "#!/bin/sh`nprintf '%s' `"`$1`" > '$opened.new'; mv '$opened.new' '$opened'"
        chmod +x (Join-Path $bin 'xdg-open')
        $paths, $env:PATH, $env:DISPLAY = $env:PATH, "$bin$([IO.Path]::PathSeparator)$env:PATH", ':9'
        try { Show-UgcReport -Path $folder } finally { $env:PATH, $env:DISPLAY = $paths, $null }
        Wait-Until { Test-Path $opened } | Should -BeTrue
        Get-Content $opened | Should -Be $page
    }

    It 'says so when there is no page' {
        { Show-UgcReport -Path (Join-Path $TestDrive 'none') -ErrorAction Stop } | Should -Throw '*There is no page*'
        { Show-UgcReport nosuch -ErrorAction Stop } | Should -Throw '*There is no batch nosuch*'
    }

    It 'completes the names of batches' {
        (TabExpansion2 'Show-UgcReport bo' 17).CompletionMatches.CompletionText | Should -Contain 'boats'
    }

    It 'has help for each parameter' { Get-HelpGap Show-UgcReport | Should -BeNullOrEmpty }
}

Describe 'The sheet of rows to redo' {
    BeforeAll { $null = Connect-Rehearsal }

    It 'is a sheet that Invoke-UgcBatch takes' {
        $sheet = Join-Path $repository 'tests/UgcLab.Browser.Tests/ads-redo.csv'
        Invoke-UgcBatch $sheet -Destination (Join-Path $TestDrive 'redo') -WhatIf -InformationVariable plan -WarningVariable warned -WarningAction SilentlyContinue
        "$plan" | Should -Match 'Batch ads-redo: 1 row; 1 to send'
        $warned | Where-Object { $_ -notmatch 'Columns not used: Product' } | Should -BeNullOrEmpty
        (Test-UgcVideo -InputObject (Import-Csv $sheet) @quiet).IsValid | Should -BeTrue
    }
}
