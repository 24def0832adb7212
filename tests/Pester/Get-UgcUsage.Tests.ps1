BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcUsage' {
    BeforeAll {
        # row-1 to row-3 in a batch, of which the second is unconfirmed; then one of another model, whose two videos fail.
        $service = Connect-Rehearsal @{ Speed = 10; VideoTime = 1; Faults = @(@{ Kind = 'LostReply'; On = 'Create'; At = 2 }, @{ Kind = 'FailedJob'; On = 'Create'; At = 4 }) }
        Get-Row 3 | New-UgcVideo -Batch nov @quiet | Out-Null
        Get-Row 1 @{ Model = 'veo-3.1'; Duration = '8'; Variants = 2; Reference = 'veo' } | New-UgcVideo @quiet | Wait-UgcJob @quiet | Out-Null
        $veo = Get-UgcHistory -Model veo-3.1
        $arrivals = (Get-Arrival $service).Any
    }

    It 'sums a day by itself, as the history has it' {
        $day = @(Get-UgcUsage)
        $day | Should -HaveCount 1
        $day.By, $day.Name | Should -Be 'Day', $veo.Time.LocalDateTime.ToString('yyyy-MM-dd')
        $day.Requests, $day.Videos, $day.Unconfirmed | Should -Be 4, 4, 1
        $day.CreditsCharged | Should -Be (70 + $veo.CreditsCharged)
        $day.CreditsRefunded | Should -Be $veo.CreditsRefunded
        $day.CreditsRefunded | Should -BeGreaterThan 0
        $day.NetCredits | Should -Be ($day.CreditsCharged - $day.CreditsRefunded)
    }

    It 'sums by <by>' -TestCases @(
        @{ by = 'Month'; names = @('MONTH'); requests = 4 }
        @{ by = 'Model'; names = 'kling-2.6', 'veo-3.1'; requests = 3, 1 }
        @{ by = 'Batch'; names = '', 'nov'; requests = 1, 3 }
        @{ by = 'Project'; names = @('PROJECT'); requests = 4 }
    ) {
        $usage = Get-UgcUsage -By $by
        $usage.Name | Should -Be ($names -replace 'MONTH', $veo.Time.LocalDateTime.ToString('yyyy-MM') -replace 'PROJECT', (Get-UgcContext).ProjectId)
        $usage.Requests | Should -Be $requests
        ($usage | Measure-Object NetCredits -Sum).Sum | Should -Be ((Get-UgcHistory).NetCredits | Measure-Object -Sum).Sum
    }

    It 'sums from a time, and up to one' {
        (Get-UgcUsage -Since $veo.Time).Requests | Should -Be 1
        (Get-UgcUsage -Before $veo.Time).Requests | Should -Be 3
        Get-UgcUsage -Before ([DateTimeOffset]::MinValue) | Should -BeNullOrEmpty
    }

    It 'sends nothing, and shows a table that fits into 80 columns' {
        $table = Get-UgcUsage Model | Out-String -Width 80
        Get-Heading $table | Should -Be 'Name', 'Requests', 'Videos', 'Charged', 'Refunded', 'Net', 'Unconfirmed'
        $table | Should -Match 'kling-2\.6 +3 +2 +70 +0 +70 +1'
        (Get-Arrival $service).Any | Should -Be $arrivals
    }

    It 'offers what to sum by when Tab is pressed' {
        $line = 'Get-UgcUsage -By '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Batch', 'Day', 'Machine', 'Model', 'Month', 'Project'
    }

    It 'needs neither key nor network, and no store' {
        Disconnect-UgcLab
        Get-UgcUsage -ErrorAction Stop | Should -BeNullOrEmpty
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcUsage | Should -BeNullOrEmpty }
}
