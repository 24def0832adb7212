BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Export-UgcReport' {
    BeforeAll {
        $service = Connect-Rehearsal
        $folder = Join-Path $TestDrive 'out'
        Get-Row 2 @{ Note = '=1+1' } | New-UgcVideo -Batch nov @quiet | Wait-UgcJob @quiet | Save-UgcVideo -Destination $folder @quiet | Out-Null
        $files = Export-UgcReport nov -Destination $folder
    }

    It 'writes a line for each video, which a spreadsheet takes for text and numbers' {
        $lines = @(Import-Csv $files[0])
        $lines.UgcRow | Should -Be '1', '2'
        $lines.UgcState | Should -Be 'Saved', 'Saved'
        $lines.Note | Should -Be "'=1+1", "'=1+1"
        $lines.UgcNetCredits | Should -Be '35', '35'
        $lines.UgcFile | ForEach-Object { Join-Path $folder $_ } | Should -Exist
        [IO.File]::ReadAllBytes($files[0])[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'writes the same as JSON, with values as they are' {
        $report = Get-Content -Raw $files[1] | ConvertFrom-Json
        $report.batch, $report.saved, $report.netCredits | Should -Be 'nov', 2, 70
        $report.results.cells.Note | Should -Be '=1+1', '=1+1'
        $report.results.videos.netCredits | Should -Be 35, 35
    }

    It 'writes a page whose links to the videos are relative' {
        $files.Name | Should -Be 'results.csv', 'results.json', 'report.html'
        (Get-Content -Raw $files[2]) -match '(?s)<script id="data" type="application/json">(.*?)</script>' | Should -BeTrue
        $report = $Matches[1] | ConvertFrom-Json
        $report.rows.videos.file | ForEach-Object { Join-Path $folder $_ } | Should -Exist
        $report.rows.extra.Note | Should -Be '=1+1', '=1+1'
        $report.rows.fields.Model | Should -Be 'kling-2.6', 'kling-2.6'
    }

    It 'can be read as rows again without a warning' {
        Import-Csv $files[0] | Test-UgcVideo -WarningVariable told | Should -HaveCount 2
        $told | Should -Be "Columns not used: Note. They stay available in InputRow."
    }

    It 'gives finance a sum' {
        (Import-Csv $files[0] | Measure-Object UgcNetCredits -Sum).Sum | Should -Be 70
    }

    It 'writes nothing under -WhatIf' {
        Export-UgcReport nov -Destination (Join-Path $TestDrive 'not') -WhatIf
        Join-Path $TestDrive 'not' | Should -Not -Exist
    }
}
