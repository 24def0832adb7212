BeforeAll {
    . $PSScriptRoot/common.ps1
    $order = @{ prompt = 'A paper boat sails down a rainy street'; model = 'kling-2.6'; duration = '5'; aspectRatio = '9:16' }
}

AfterAll { Disconnect-UgcLab }

Describe 'Invoke-UgcRequest' {
    It 'reads a path as objects, with their dates as the service sent them' {
        $service = Connect-Rehearsal @{ ProjectNames = 'Summer Campaign' }
        $project = @(Invoke-UgcRequest projects)[0]
        $project.name | Should -Be 'Summer Campaign'
        $project.createdAt | Should -BeOfType string
        (Get-Arrival $service).Any | Should -Be 1
    }

    It 'asks for no second page when Select-Object -First has enough, and for all with -All' {
        $service = Connect-Rehearsal @{ Projects = 120 }
        (Invoke-UgcRequest projects -All | Select-Object -First 1).name | Should -Be 'Project 1'
        (Get-Arrival $service).Projects | Should -Be 1
        (Invoke-UgcRequest projects -All -Query @{ limit = 100 }).Count | Should -Be 120
        (Get-Arrival $service).Projects | Should -Be 3
    }

    It 'says that there is more where one page comes' {
        $null = Connect-Rehearsal @{ Projects = 120 }
        (Invoke-UgcRequest projects -WarningVariable told -WarningAction SilentlyContinue).Count | Should -Be 50
        $told | Should -BeLike '*-All*'
    }

    It 'gives text that ConvertFrom-Json takes with -Raw' {
        $null = Connect-Rehearsal
        (Invoke-UgcRequest projects -Raw | ConvertFrom-Json).meta.requestId | Should -Match '^req_'
    }

    It 'buys jobs that are waited for and saved, from <Form>' -TestCases @(
        @{ Form = 'a hashtable'; Make = { param($body) $body } }
        @{ Form = 'an object'; Make = { param($body) [pscustomobject] $body } }
        @{ Form = 'JSON'; Make = { param($body) $body | ConvertTo-Json } }
        @{ Form = 'a file''s text'; Make = { param($body) $body | ConvertTo-Json | Set-Content "$TestDrive/order.json"; Get-Content -Raw "$TestDrive/order.json" } }
    ) {
        $service = Connect-Rehearsal
        $body = $order + @{ projectId = (Get-UgcProject | Select-Object -First 1).Id }
        $saved = Invoke-UgcRequest ugc/video -Method Post -Body (& $Make $body) -Reference raw -Force | Wait-UgcJob | Save-UgcVideo -Destination "$TestDrive/$([Guid]::NewGuid())"
        $saved.Path | Should -Exist
        (Get-Sold $service).Count | Should -Be 1
        $saved.Job.Reference | Should -Be 'raw'
        (Get-UgcHistory | Where-Object PurchaseId -EQ $saved.Job.PurchaseId).Model | Should -Be 'kling-2.6'
    }

    It 'sends nothing with -WhatIf, and shows what it would' {
        $service = Connect-Rehearsal
        Invoke-UgcRequest ugc/video -Method Post -Body $order -WhatIf | Should -BeNullOrEmpty
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'takes no spending for granted where nobody can be asked' {
        $child = Start-Child @"
            Import-Module '$repository/out/UgcLab/UgcLab.psd1'
            Connect-UgcLab -Simulator
            try { Invoke-UgcRequest ugc/video -Method Post -Body @{ prompt = 'A paper boat sails' } -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }
"@
        Wait-Until { $child.HasExited } 60 | Should -BeTrue
        Get-Content -Raw "$($child.Folder)/OUT" | Should -BeLike '*UgcArgumentInvalid,*'
    }

    It 'is refused by the service in the service''s words' {
        $null = Connect-Rehearsal
        Invoke-UgcRequest ugc/video -Method Post -Body @{ prompt = 'short' } -Force -ErrorVariable problem @quiet
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcRequestRefused,*'
        (Get-UgcHistory -State Refused)[0].Message | Should -Not -BeNullOrEmpty
    }

    It 'names a path that is not there, and goes on with the next' {
        $null = Connect-Rehearsal
        $read = 'nowhere', 'projects' | Invoke-UgcRequest -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcPathNotFound,*'
        $problem[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $read.Count | Should -Be 3
    }

    It 'refuses <_>, and asks nobody' -TestCases @('../x', '//elsewhere.example/x', 'https://elsewhere.example/x', 'ugc/%2e%2e/x', 'a\b', 'a#b', "a`r`nb") {
        $service = Connect-Rehearsal
        { Invoke-UgcRequest $_ -ErrorAction Stop } | Should -Throw -ErrorId 'UgcPathInvalid*'
        (Get-Arrival $service).Any | Should -Be 0
    }

    It 'has no parameter that could change a header' {
        (Get-Command Invoke-UgcRequest).Parameters.Keys | Should -Not -Match 'Header|Token|Authentication'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Invoke-UgcRequest | Should -BeNullOrEmpty }
}
