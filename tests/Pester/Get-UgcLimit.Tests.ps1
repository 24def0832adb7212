BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcLimit' {
    It 'counts what a rehearsal has sent, and knows its balance' {
        $service = Connect-Rehearsal @{ Speed = 10; Credits = 1000 } @{ CreationLimit = 50; ReadLimit = 60 }
        $jobs = Get-Row 2 | New-UgcVideo
        $null = $jobs[0] | Get-UgcJob
        $limit = Get-UgcLimit
        $limit.CreationsUsed, $limit.CreationLimit.Count | Should -Be 2, 50
        $limit.ReadsUsed, $limit.ReadLimit.Count | Should -Be 1, 60
        $limit.NextCreation | Should -Be $limit.Time
        $limit.RemainingCredits | Should -Be ($jobs[-1].RemainingCredits)
        $limit.CreditsPurchaseId | Should -Be ($jobs[-1].PurchaseId)
        (Get-Arrival $service).Any | Should -Be 3
    }

    It 'counts what another session with the same books has sent' {
        $service = Connect-Rehearsal @{ Speed = 10 } @{ CreationLimit = 50 }
        $null = Get-Row 3 | New-UgcVideo
        Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 10; VideoTime = 20; StatePath = $service } -CreationLimit 50
        (Get-UgcLimit).CreationsUsed | Should -Be 3
    }

    It 'says when the next purchase can go out' {
        $null = Connect-Rehearsal @{ Speed = 1 } @{ CreationLimit = 1 }
        $null = Get-Row 1 | New-UgcVideo
        $limit = Get-UgcLimit
        ($limit.NextCreation - $limit.Time).TotalMinutes | Should -BeGreaterThan 59
        $limit.NextRead | Should -Be $limit.Time
    }

    It 'shows one line, each figure under a word' {
        $null = Connect-Rehearsal @{ Speed = 10 } @{ CreationLimit = 50 }
        $null = Get-Row 1 | New-UgcVideo
        $shown = Get-UgcLimit | Out-String -Width 200
        Get-Heading $shown | Should -Be 'Creations', 'NextCreation', 'Reads', 'NextRead', 'Requests', 'PausedUntil', 'Credits'
        $shown | Should -Match '1 of 50 +now +0 +now'
        Get-UgcLimit | Format-List | Out-String | Should -Match '(?ms)^CreationLimit +: 50/hour.*^ReadLimit +: no limit.*^RequestLimit +: no limit'
    }

    It 'counts in the windows of the limits' {
        $null = Connect-Rehearsal @{ Speed = 10 } @{ CreationLimit = '2/90s'; RequestLimit = '5/second' }
        $null = Get-Row 2 | New-UgcVideo
        $limit = Get-UgcLimit
        "$($limit.CreationLimit) $($limit.RequestLimit) $($limit.ReadLimit)" | Should -Be '2/90s 5/second 0/hour'
        ($limit.NextCreation - $limit.Time).TotalSeconds | Should -BeGreaterThan 1
        ($limit.NextCreation - $limit.Time).TotalSeconds | Should -BeLessThan 91
    }

    It 'completes a limit' {
        (TabExpansion2 'Connect-UgcLab -RequestLimit 2').CompletionMatches.CompletionText | Should -Be '20/minute', '2/second'
    }

    It 'shows what answers held that no page tells, and a line of it only then' {
        $null = Connect-Rehearsal @{ Speed = 10 }
        Get-UgcLimit | Out-String | Should -Not -Match 'not documented'
        $jobs = Get-Row 1 | New-UgcVideo
        $null = $jobs | Get-UgcJob
        (Get-UgcLimit).Seen | Should -BeNullOrEmpty
        (Get-UgcLimit).SeenHeaders | Should -Contain 'X-RateLimit-Limit: 1000'
        (Get-UgcLimit).SeenHeaders | Should -Contain 'X-RateLimit-Limit: 100 (purchases)'
        Get-UgcJob nosuchjob @quiet
        $limit = Get-UgcLimit
        $limit.Seen.Endpoint, $limit.Seen.Count | Should -Be 'GET /ugc/{ugcId}', 1
        $limit.Seen[0].What | Should -Be 'HTTP 404 UGC_NOT_FOUND is not documented'
        $limit | Out-String | Should -Match 'Seen in answers and not documented: 1\.'
        $limit | Format-List | Out-String -Width 200 | Should -Match '(?m)^SeenHeaders +: X-RateLimit-Limit: 1000; '
        Get-Heading ($limit.Seen | Out-String -Width 160) | Should -Be 'Endpoint', 'Count', 'FirstSeen', 'What'
    }

    It 'remembers it for the session alone' {
        $null = Connect-Rehearsal
        Get-UgcJob nosuchjob @quiet
        $null = Connect-Rehearsal
        $limit = Get-UgcLimit
        $limit.Seen.Count, $limit.SeenHeaders.Count | Should -Be 0, 0
    }

    It 'shows the balance alone without a key, and says why' {
        Disconnect-UgcLab
        $limit = Get-UgcLimit -WarningVariable told -WarningAction SilentlyContinue
        $limit.CreationsUsed | Should -BeNullOrEmpty
        $limit.NextRead | Should -BeNullOrEmpty
        "$told" | Should -Match 'only the balance'
    }
}

Describe 'Get-UgcLimit and a day' {
    It 'shows what was spent today, and the daily limit when there is one' {
        $service = Connect-Rehearsal @{ Speed = 10 }
        $null = Get-Row 2 | New-UgcVideo
        $limit = Get-UgcLimit
        $limit.SpentToday, $limit.MaxCreditPerDay | Should -Be 70, $null
        $limit | Out-String | Should -Not -Match 'Spent today'
        Connect-UgcLab -Simulator -SimulatorOption @{ Speed = 10; StatePath = $service } -MaxCreditPerDay 5000
        $limit = Get-UgcLimit
        $limit.SpentToday, $limit.MaxCreditPerDay | Should -Be 70, 5000
        $limit | Out-String -Width 80 | Should -Match '(?m)^\s*Spent today: 70 of 5,000 credits\s*$'
        $limit | Format-List | Out-String | Should -Match '(?m)^MaxCreditPerDay +: 5000'
    }

    It 'takes off what was refunded' {
        $null = Connect-Rehearsal @{ FailedJobRate = 1 }
        $null = Get-Row 1 | New-UgcVideo | Wait-UgcJob @quiet
        (Get-UgcLimit).SpentToday | Should -Be 0
    }

    It 'fits into 80 columns' {
        $null = Connect-Rehearsal @{ Speed = 10 } @{ CreationLimit = 100; ReadLimit = 1000; RequestLimit = 18; MaxCreditPerDay = 5000 }
        $null = Get-Row 1 | New-UgcVideo -Force
        $shown = Get-UgcLimit | Out-String -Width 80
        $shown | Should -Match 'Creations +NextCreation +Reads +NextRead +Requests +PausedUntil +Credits'
        $shown -split '\r?\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcLimit | Should -BeNullOrEmpty }
}
