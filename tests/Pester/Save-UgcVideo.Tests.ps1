BeforeAll {
    . $PSScriptRoot/common.ps1

    function New-Folder { Join-Path $TestDrive "videos-$([Guid]::NewGuid().ToString('N'))" }
}

AfterAll { Disconnect-UgcLab }

Describe 'Save-UgcVideo' {
    BeforeEach { $folder = New-Folder }

    It 'saves each video whole, with a file beside it that says what it is' {
        $null = Connect-Rehearsal
        $saved = Get-Row 2 | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder
        $saved.Count | Should -Be 2
        foreach ($video in $saved) {
            (Get-Item $video.Path).Length | Should -Be $video.Length
            (Get-FileHash $video.Path).Hash | Should -Be $video.Sha256
            $beside = Get-Content -Raw $video.Sidecar | ConvertFrom-Json
            $beside | ConvertTo-Json -Depth 5 | Should -Match ([regex]::Escape($video.Job.Prompt))
            $beside | ConvertTo-Json -Depth 5 | Should -Match $video.Sha256
        }

        Get-ChildItem $folder -Filter *.part* | Should -BeNullOrEmpty
    }

    It 'names files by fields of the job and columns of its row' {
        $null = Connect-Rehearsal
        $saved = Get-Row 1 @{ Market = 'EU'; Variants = 2 } | New-UgcVideo @quiet | Wait-UgcJob |
            Save-UgcVideo -Destination $folder -Name '{Market}-{Reference}-{VariantIndex}'
        $saved.Path | Split-Path -Leaf | Sort-Object | Should -Be 'EU-row-1-0.mp4', 'EU-row-1-1.mp4'
    }

    It 'says which field of -Name nobody knows' {
        $null = Connect-Rehearsal
        $job = New-UgcVideo @boat | Wait-UgcJob
        { $job | Save-UgcVideo -Destination $folder -Name '{Colour}' -ErrorAction Stop } | Should -Throw '*{Colour}*' -ErrorId 'UgcArgumentInvalid*'
    }

    It 'fetches nothing a second time' {
        $service = Connect-Rehearsal
        $jobs = Get-Row 2 | New-UgcVideo | Wait-UgcJob
        $null = $jobs | Save-UgcVideo -Destination $folder
        $downloads = (Get-Arrival $service).Download
        $again = $jobs | Save-UgcVideo -Destination $folder
        $again.Skipped | Should -Be $true, $true
        (Get-Arrival $service).Download | Should -Be $downloads
        Get-ChildItem $folder -Filter *.mp4 | Should -HaveCount 2
    }

    It 'leaves another job''s file and numbers its own' {
        $null = Connect-Rehearsal
        $saved = (Get-Row), (Get-Row) | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder
        $saved.Path | Select-Object -Unique | Should -HaveCount 2
        $saved.Sha256 | Select-Object -Unique | Should -HaveCount 2
    }

    It 'reports a file in its way with -IfExists Error, and touches it not' {
        $null = Connect-Rehearsal
        $job = New-UgcVideo @boat | Wait-UgcJob
        $file = Join-Path (New-Item -ItemType Directory $folder) 'mine.mp4'
        Set-Content $file 'mine'
        $job | Save-UgcVideo -LiteralPath $file -IfExists Error -ErrorVariable problem @quiet
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcFileExists,*'
        Get-Content $file | Should -Be 'mine'
        ($job | Save-UgcVideo -LiteralPath $file -IfExists Overwrite).Path | Should -Be $file
        (Get-Item $file).Length | Should -BeGreaterThan 1000
    }

    It 'writes nothing with -WhatIf and says what it would' {
        $service = Connect-Rehearsal
        $job = New-UgcVideo @boat -Reference boat-1 | Wait-UgcJob
        $shown = Join-Path $TestDrive 'save-whatif.txt'
        Start-Transcript $shown | Out-Null
        try { $job | Save-UgcVideo -Destination $folder -WhatIf | Should -BeNullOrEmpty }
        finally { Stop-Transcript | Out-Null }
        Get-Content -Raw $shown | Should -Match "What if: .*Save the video of job $($job.UgcId).*boat-1"
        $folder | Should -Not -Exist
        (Get-Arrival $service).Download | Should -Be 0
    }

    It 'saves to where the prompt is, and to the session''s folder when it has one' {
        $null = Connect-Rehearsal
        $job = New-UgcVideo @boat -Reference here | Wait-UgcJob
        Push-Location (New-Item -ItemType Directory $folder)
        try { $null = $job | Save-UgcVideo }
        finally { Pop-Location }
        Join-Path $folder 'here-kling-2.6-v0.mp4' | Should -Exist

        $null = Connect-Rehearsal -With @{ Destination = "$folder-2" }
        New-UgcVideo @boat | Wait-UgcJob | Save-UgcVideo | ForEach-Object { Split-Path $_.Path } | Should -Be "$folder-2"
    }

    It 'takes brackets in a path as they are' {
        $null = Connect-Rehearsal
        $saved = New-UgcVideo @boat | Wait-UgcJob | Save-UgcVideo -Destination "$folder [final]" -Name 'take [1]'
        Test-Path -LiteralPath (Join-Path "$folder [final]" 'take [1].mp4') | Should -BeTrue
        $saved.Path | Should -Be (Join-Path "$folder [final]" 'take [1].mp4')
    }

    It 'goes on with what it has after a cut: <kind>' -TestCases @(@{ kind = 'CutReply' }, @{ kind = 'LostReply' }, @{ kind = 'ServerError' }) {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = $kind; On = 'Download' } }
        $saved = New-UgcVideo @boat | Wait-UgcJob | Save-UgcVideo -Destination $folder @quiet
        if (-not $saved) { $saved = Get-UgcJob | Wait-UgcJob | Save-UgcVideo -Destination $folder }
        (Get-FileHash $saved.Path).Hash | Should -Be $saved.Sha256
        (Get-Item $saved.Path).Length | Should -BeGreaterThan 1000
        Get-ChildItem $folder -Filter *.part* | Should -BeNullOrEmpty
    }

    It 'asks for a link anew when it has expired' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'ExpiredLink'; On = 'Download' } }
        $job = New-UgcVideo @boat | Wait-UgcJob
        $reads = (Get-Arrival $service).Job
        $saved = $job | Save-UgcVideo -Destination $folder
        $saved.Path | Should -Exist
        (Get-Arrival $service).Job | Should -Be ($reads + 1)
    }

    It 'saves a job whose link has died since it was exported' {
        $null = Connect-Rehearsal @{ LinkLifetime = 2000 }
        $job = New-UgcVideo @boat | Wait-UgcJob
        Start-Sleep -Milliseconds 1100
        ($job | Save-UgcVideo -Destination $folder).Path | Should -Exist
    }

    It 'gives up on a link that is dead again, with an error that names the job' {
        $null = Connect-Rehearsal @{ ExpiredLinkRate = 1 }
        $job = New-UgcVideo @boat | Wait-UgcJob
        $job | Save-UgcVideo -Destination $folder -ErrorVariable problem @quiet | Should -BeNullOrEmpty
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcDownloadFailed,*'
        $problem[0].TargetObject.UgcId | Should -Be $job.UgcId
        Get-ChildItem $folder -Filter *.mp4 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'says no more of a job that Wait-UgcJob has reported, and saves the others' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'FailedJob'; On = 'Create'; At = 1 } }
        $saved = Get-Row 2 | New-UgcVideo | Wait-UgcJob -ErrorAction SilentlyContinue | Save-UgcVideo -Destination $folder -ErrorVariable problem -WarningVariable warned @quiet
        $saved.Reference | Should -Be 'row-2'
        $problem | Should -BeNullOrEmpty
        $warned | Should -BeNullOrEmpty
    }

    It 'takes up what is not saved, in a later session too, and nothing twice' {
        $options = @{ StatePath = Join-Path $folder 'kept' }
        $null = Connect-Rehearsal $options
        $null = Get-Row 3 | New-UgcVideo @quiet
        $first = Get-UgcJob -Unsaved | Select-Object -First 1 | Wait-UgcJob | Save-UgcVideo -Destination $folder @quiet
        $first.Job.SavedPath | Should -Be $first.Path
        $null = Connect-Rehearsal $options
        $rest = Get-UgcJob -Unsaved | Wait-UgcJob | Save-UgcVideo -Destination $folder @quiet
        $rest.Count | Should -Be 2
        $rest.UgcId | Should -Not -Contain $first.UgcId
        Get-UgcJob -Unsaved | Should -BeNullOrEmpty
    }

    It 'sends a job that is not done yet to Wait-UgcJob' {
        $null = Connect-Rehearsal @{ VideoTime = 100 * 86400 }
        New-UgcVideo @boat | Save-UgcVideo -Destination $folder -ErrorVariable problem @quiet | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'UgcJobNotFinished,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Wait-UgcJob*'
    }

    It 'takes jobs by id, from CSV files and from other runspaces' {
        $null = Connect-Rehearsal
        $session = Get-UgcContext
        $jobs = Get-Row 3 | New-UgcVideo | Wait-UgcJob
        $file = Join-Path $TestDrive 'save.csv'
        $jobs | Export-Csv $file
        (Save-UgcVideo $jobs[0].UgcId -Destination $folder).Reference | Should -Be 'row-1'
        (Import-Csv $file | Save-UgcVideo -Destination $folder).Skipped | Should -Be $true, $false, $false
        $jobs | ForEach-Object -Parallel { $_ | Save-UgcVideo -Session $using:session -Destination "$using:folder-parallel" } | Should -HaveCount 3
        Get-ChildItem "$folder-parallel" -Filter *.mp4 | Should -HaveCount 3
    }

    It 'goes on behind a cmdlet that takes its time' {
        $null = Connect-Rehearsal
        $saved = Get-Row 4 | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $folder | ForEach-Object { Start-Sleep -Milliseconds 50; $_ } | Sort-Object Reference
        $saved.Reference | Should -Be 'row-1', 'row-2', 'row-3', 'row-4'
    }

    It 'hands its files on to the cmdlets for files' {
        $null = Connect-Rehearsal
        $saved = New-UgcVideo @boat | Wait-UgcJob | Save-UgcVideo -Destination $folder
        ($saved | Get-Item).Length | Should -Be $saved.Length
        ($saved | ConvertTo-Csv) -match 'System\.' | Should -BeNullOrEmpty
    }

    It 'shows a table with words for headings' {
        $null = Connect-Rehearsal
        $table = New-UgcVideo @boat -Reference boat-1 | Wait-UgcJob | Save-UgcVideo -Destination $folder | Format-Table | Out-String -Width 250
        Get-Heading $table | Should -Be 'Reference', 'Bytes', 'Skipped', 'File'
        $table | Should -Match 'boat-1 +\d+ +False +\S.*boat-1-kling-2\.6-v0\.mp4'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Save-UgcVideo | Should -BeNullOrEmpty }
}
