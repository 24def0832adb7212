# The whole way from a spreadsheet to a folder of videos, as the README has it; and again after the process was killed.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $sheet = Join-Path $repository 'examples/campaign.csv'

    # All of its rows but shoe-03, whose length its model does not have.
    $sound = 'mug-01', 'mug-02', 'bag-01', 'bag-02', 'bag-03', 'lamp-01', 'lamp-02', 'shoe-01', 'shoe-02', 'tea-01', 'tea-02'
}

AfterAll { Disconnect-UgcLab }

Describe 'A campaign' {
    BeforeAll {
        $service = Connect-Rehearsal
        $folder = Join-Path $TestDrive 'videos'
        $saved = Import-Csv $sheet | New-UgcVideo -ErrorVariable problem @quiet | Wait-UgcJob | Save-UgcVideo -Destination $folder
    }

    It 'ends with one video for each take of each sound row' {
        $saved.Count | Should -Be 13
        $saved.Reference | Select-Object -Unique | Sort-Object | Should -Be ($sound | Sort-Object)
        Get-ChildItem $folder -Filter *.mp4 | Should -HaveCount 13
        foreach ($video in $saved) { (Get-FileHash $video.Path).Hash | Should -Be $video.Sha256 }
    }

    It 'names the one bad row, and sends nothing for it' {
        $problem.Count | Should -Be 1
        "$($problem[0])" | Should -BeLike 'Row 10: *7*5*'
        (Get-Arrival $service).Create | Should -Be 11
    }

    It 'agrees with the service''s books on every job and every credit' {
        $sold = Get-Sold $service
        $saved.UgcId | Sort-Object | Should -Be ($sold.id | Sort-Object)
        ((Get-UgcHistory).CreditsCharged | Measure-Object -Sum).Sum | Should -Be ($sold.credits | Measure-Object -Sum).Sum
    }

    It 'fetches nothing again when its jobs are saved again' {
        $downloads = (Get-Arrival $service).Download
        (Get-UgcJob | Wait-UgcJob | Save-UgcVideo -Destination $folder).Skipped | Select-Object -Unique | Should -Be $true
        (Get-Arrival $service).Download | Should -Be $downloads
    }

    It 'can be looked over first, for nothing' {
        $other = Connect-Rehearsal
        $faulty = Import-Csv $sheet | Test-UgcVideo 3>$null | Where-Object { -not $_.IsValid }
        $faulty.RowNumber | Should -Be 10
        $faulty.Reference | Should -Be 'shoe-03'
        (Get-Arrival $other).Any | Should -Be 0
    }
}

Describe 'A campaign over a bad line' {
    It 'brings home every video that can be had, and the books agree' {
        $service = Connect-Rehearsal @{
            Speed = 6000; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 3 }; TooManyRequestsRate = 0.1; ServerErrorRate = 0.05; LostReplyRate = 0.05; CutReplyRate = 0.05; FailedJobRate = 0.1; ExpiredLinkRate = 0.1
        }
        $folder = Join-Path $TestDrive 'badline'
        Import-Csv $sheet | New-UgcVideo @quiet | Out-Null
        1..4 | ForEach-Object { Get-UgcJob | Wait-UgcJob @quiet | Where-Object IsSuccess | Save-UgcVideo -Destination $folder @quiet | Out-Null }

        $sold = Get-Sold $service
        $known = (Get-UgcJob).UgcId
        $known | Where-Object { $_ -notin $sold.id } | Should -BeNullOrEmpty
        # What the service charged for without an answer is unconfirmed, and said to be.
        $doubtful = Get-UgcHistory -State Unconfirmed
        $doubtful | Should -Not -BeNullOrEmpty
        foreach ($stray in $sold | Where-Object id -NotIn $known) { $doubtful.Prompt | Should -Contain $stray.prompt }
        # Nothing was bought twice, whatever went wrong.
        $sold | Group-Object prompt, variantIndex | Where-Object Count -GT 1 | Should -BeNullOrEmpty
        Get-ChildItem $folder -Filter *.mp4 | Should -HaveCount @($sold | Where-Object { $_.id -in $known -and -not $_.fails }).Count
        Get-ChildItem $folder -Filter *.part* | Should -BeNullOrEmpty
    }
}

Describe 'A campaign whose process is killed' {
    BeforeAll {
        $service = Join-Path $TestDrive 'killed'
        # An answer takes half a second, so the kill comes while a purchase is out.
        $child = Start-Child @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = '$service'; Speed = 60; Latency = 30; VideoTime = 60 }
Import-Csv '$sheet' | New-UgcVideo | ForEach-Object { "BOUGHT `$(`$_.UgcId)" }
"@
        $inMidCampaign = Wait-Until { @(Get-Sold $service).Count -ge 4 } 40
        $child.Kill()
        $child.WaitForExit()
        $printed = @(Get-Content (Join-Path $child.Folder 'OUT') | Where-Object { $_ -like 'BOUGHT *' }) -replace '^BOUGHT '
        $soldThen = @(Get-Sold $service)

        # The second process: this one. The service's books are all that the two have in common.
        Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000; VideoTime = 20 }
        $found = @(Get-UgcJob)
        $doubtful = @(Get-UgcHistory -State Unconfirmed)
    }

    It 'was killed in the middle' {
        $inMidCampaign | Should -BeTrue
        $soldThen.Count | Should -BeGreaterOrEqual 4
        $soldThen.Count | Should -BeLessThan 13
    }

    It 'has every job in its record that was ever shown' {
        $printed.Count | Should -BeGreaterThan 0
        $printed | Where-Object { $_ -notin $found.UgcId } | Should -BeNullOrEmpty
    }

    It 'leaves at most the one purchase unconfirmed that was in flight, and nothing sold that the store does not know' {
        $doubtful.Count | Should -BeLessOrEqual 1
        Get-UgcHistory -State Sending | Should -BeNullOrEmpty
        $strays = @($soldThen | Where-Object id -NotIn $found.UgcId)
        $strays.prompt | Select-Object -Unique | Where-Object { $_ -notin $doubtful.Prompt } | Should -BeNullOrEmpty
    }

    It 'is finished by a new process with nothing bought twice' {
        $folder = Join-Path $TestDrive 'finished'
        $done = (Get-UgcHistory -State Accepted, Unconfirmed).Reference
        Import-Csv $sheet | Where-Object Reference -NotIn $done | New-UgcVideo @quiet | Out-Null
        $saved = @(Get-UgcJob | Wait-UgcJob | Save-UgcVideo -Destination $folder)

        $sold = @(Get-Sold $service)
        $sold | Group-Object prompt, variantIndex | Where-Object Count -GT 1 | Should -BeNullOrEmpty
        $history = Get-UgcHistory
        $history.Reference | Sort-Object | Should -Be ($sound | Sort-Object)
        @($history.Jobs).Count | Should -Be $saved.Count
        $history.Jobs.UgcId | Where-Object { $_ -notin $sold.id } | Should -BeNullOrEmpty
        $sold.Count - @($history.Jobs).Count | Should -BeLessOrEqual (($doubtful.Variants | Measure-Object -Sum).Sum ?? 0)
        Get-ChildItem $folder -Filter *.mp4 | Should -HaveCount $saved.Count
    }
}
