BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcHistory' {
    BeforeAll {
        $service = Connect-Rehearsal @{ Credits = 200; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 } }
        $rows = @(Get-Row 3) + (Get-Row 1 @{ Model = 'veo-3.1'; Duration = '8'; Reference = 'veo'; Variants = 2 }) + (Get-Row 1 @{ Duration = '7' })
        try { $rows | New-UgcVideo @quiet | Out-Null } catch { $null = $_ }
    }

    It 'has every purchase that was tried, oldest first, and no row that was never sent' {
        $entries = Get-UgcHistory
        $entries.Reference | Should -Be 'row-1', 'row-2', 'row-3', 'veo'
        $entries.State | Should -Be 'Accepted', 'Unknown', 'Accepted', 'Refused'
        $entries.Time | Should -Be ($entries.Time | Sort-Object)
    }

    It 'lists what is in doubt, with what one needs to look for it' {
        $entry = Get-UgcHistory -State Unknown
        $entry.Reference | Should -Be 'row-2'
        $entry.Prompt | Should -Be $rows[1].Prompt
        $entry.Message | Should -Match '\w+ \w+'
        $entry.Jobs | Should -BeNullOrEmpty
    }

    It 'finds purchases by <name>' -TestCases @(
        @{ name = 'state'; by = @{ State = 'Accepted' }; found = 'row-1', 'row-3' }
        @{ name = 'several states'; by = @{ State = 'Refused', 'Unknown' }; found = 'row-2', 'veo' }
        @{ name = 'model'; by = @{ Model = 'veo*' }; found = 'veo' }
        @{ name = 'label'; by = @{ Reference = 'ROW-*' }; found = 'row-1', 'row-2', 'row-3' }
        @{ name = 'text'; by = @{ Text = 'STREET number 3' }; found = 'row-3' }
        @{ name = 'time'; by = @{ After = [DateTimeOffset]::MaxValue }; found = $null }
    ) {
        (Get-UgcHistory @by).Reference | Should -Be $found
    }

    It 'knows what each cost and which jobs came of it' {
        $entry = Get-UgcHistory -Reference row-1
        $entry.CreditsCharged | Should -Be 35
        $entry.Jobs.UgcId | Should -Be (Get-Sold $service | Where-Object prompt -EQ $rows[0].Prompt).id
    }

    It 'keeps the row''s own cells' {
        (Get-UgcHistory -Reference row-1).Cells['Prompt'] | Should -Be $rows[0].Prompt
    }

    It 'offers the states when Tab is pressed' {
        $line = 'Get-UgcHistory -State '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'Unknown'
    }

    It 'shows a table with words for headings' {
        $table = Get-UgcHistory | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'Time', 'State', 'Model', 'Videos', 'Charged', 'Refunded', 'Net', 'Batch', 'Reference', 'Prompt'
        $table | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Unknown +kling-2\.6 +1 +row-2 +A paper boat'
    }

    It 'goes through a pipeline to its jobs' {
        (Get-UgcHistory -State Accepted | Wait-UgcJob).Reference | Sort-Object | Should -Be 'row-1', 'row-3'
    }

    It 'is read by other runspaces while it is written' {
        $session = Get-UgcContext
        1..2 | ForEach-Object -Parallel { @(Get-UgcHistory -Session $using:session).Count } | Should -Be 4, 4
    }

    It 'holds no key and no signed part of a link in its files' {
        $null = Get-UgcJob | Wait-UgcJob @quiet
        $text = Get-ChildItem (Join-Path $service 'runs') -Filter *.jsonl | Get-Content -Raw
        $text | Should -Match 'A paper boat'
        $text | Should -Not -Match 'ugc_[0-9a-f]{16}|Bearer|[?&](sig|signature|token|expires|X-Amz)'
    }

    It 'is readable by its owner alone' -Skip:$IsWindows {
        foreach ($file in Get-ChildItem (Join-Path $service 'runs') -File) { $file.UnixMode | Should -Match '^-rw-------' }
    }

    It 'passes over a line that was torn, and says what the others say' {
        $file = Get-ChildItem (Join-Path $service 'runs') -Filter *.jsonl | Select-Object -First 1
        [IO.File]::AppendAllText($file.FullName, "{ torn`n{`"and this")
        (Get-UgcHistory).Count | Should -Be 4
    }
}

Describe 'Get-UgcHistory without a session' {
    It 'reads the user''s own record, where UGCLAB_STATE_HOME says' {
        Disconnect-UgcLab
        Get-UgcHistory -ErrorAction Stop | Should -BeNullOrEmpty
        $service = Connect-Rehearsal
        $null = New-UgcVideo @boat -Reference mine
        Disconnect-UgcLab
        $before = $env:UGCLAB_STATE_HOME
        try {
            $env:UGCLAB_STATE_HOME = $service
            (Get-UgcHistory).Reference | Should -Be 'mine'
        }
        finally { $env:UGCLAB_STATE_HOME = $before }
    }

    It 'keeps rehearsals out of the user''s own record' {
        $null = Connect-Rehearsal
        $null = New-UgcVideo @boat
        Disconnect-UgcLab
        Get-UgcHistory | Should -BeNullOrEmpty
    }
}

Describe 'Get-UgcHistory and credits that came back' {
    It 'shows charged, refunded and net side by side, as jobs do' {
        $null = Connect-Rehearsal @{ FailedJobRate = 1 }
        $null = Get-Row 1 | New-UgcVideo
        $job = Get-UgcJob | Wait-UgcJob @quiet
        $entry = Get-UgcHistory
        $entry.CreditsCharged, $entry.CreditsRefunded, $entry.NetCredits | Should -Be 35, 35, 0
        $entry | Format-Table | Out-String -Width 200 | Should -Match '35 +35 +0 +row-1'
        $table = $job | Format-Table -View Credits | Out-String -Width 120
        Get-Heading $table | Should -Be 'UgcId', 'Status', 'Charged', 'Refunded', 'Net', 'Reference'
        $table | Should -Match 'Failed +35 +35 +0 row-1'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcHistory | Should -BeNullOrEmpty }
}

Describe 'Get-UgcHistory -Batch' {
    It 'tells what was bought in a batch from what was not' {
        $null = Connect-Rehearsal
        $null = Get-Row 1 | New-UgcVideo -Batch nov @quiet
        $null = Get-Row 1 @{ Reference = 'alone' } | New-UgcVideo
        (Get-UgcHistory -Batch n*).Reference | Should -Be 'row-1'
        (Get-UgcHistory -Batch '').Reference | Should -Be 'alone'
        (Get-UgcHistory).Batch | Should -Be 'nov', $null
    }
}
