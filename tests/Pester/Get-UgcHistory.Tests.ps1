BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcHistory' {
    BeforeAll {
        $service = Connect-Rehearsal @{ Credits = 200; Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 } }
        $rows = @(Get-Row 3) + (Get-Row 1 @{ Model = 'veo-3.1'; Duration = '8'; Reference = 'veo'; Variants = 2 }) + (Get-Row 1 @{ Duration = '7' })
        try { $rows | New-UgcVideo @quiet | Out-Null } catch { $null = $_ }
    }

    It 'has every purchase that was tried, newest first, and no row that was never sent' {
        $entries = Get-UgcHistory
        $entries.Reference | Should -Be 'veo', 'row-3', 'row-2', 'row-1'
        $entries.State | Should -Be 'Refused', 'Accepted', 'Unconfirmed', 'Accepted'
        $entries.Time | Should -Be ($entries.Time | Sort-Object -Descending)
    }

    It 'lists what is unconfirmed, with what one needs to look for it' {
        $entry = Get-UgcHistory -State Unconfirmed
        $entry.Reference | Should -Be 'row-2'
        $entry.Prompt | Should -Be $rows[1].Prompt
        $entry.Message | Should -Match '\w+ \w+'
        $entry.Jobs | Should -BeNullOrEmpty
    }

    It 'finds purchases by <name>' -TestCases @(
        @{ name = 'state'; by = @{ State = 'Accepted' }; found = 'row-3', 'row-1' }
        @{ name = 'several states'; by = @{ State = 'Refused', 'Unconfirmed' }; found = 'veo', 'row-2' }
        @{ name = 'model'; by = @{ Model = 'veo*' }; found = 'veo' }
        @{ name = 'label'; by = @{ Reference = 'ROW-*' }; found = 'row-3', 'row-2', 'row-1' }
        @{ name = 'set of characters'; by = @{ Reference = 'row-[13]' }; found = 'row-3', 'row-1' }
        @{ name = 'project'; by = @{ Project = 'nosuch*' }; found = $null }
        @{ name = 'number'; by = @{ First = 2 }; found = 'veo', 'row-3' }
        @{ name = 'number of those that fit'; by = @{ First = 1; State = 'Accepted'; Text = 'paper boat' }; found = 'row-3' }
        @{ name = 'text'; by = @{ Text = 'STREET number 3' }; found = 'row-3' }
        @{ name = 'time'; by = @{ After = [DateTimeOffset]::MaxValue }; found = $null }
        @{ name = 'time, from'; by = @{ Since = [DateTimeOffset]::MinValue; Model = 'veo-3.1' }; found = 'veo' }
        @{ name = 'time, until'; by = @{ Before = [DateTimeOffset]::MinValue }; found = $null }
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
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'Unconfirmed'
    }

    It 'shows a table with words for headings' {
        $table = Get-UgcHistory | Format-Table | Out-String -Width 200
        Get-Heading $table | Should -Be 'Time', 'State', 'Model', 'Charged', 'Refunded', 'Net', 'Reference'
        $table | Should -Match '(just now|ago) +Unconfirmed +kling-2\.6 +row-2'
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
        (Get-ChildItem $service -File).Name | Should -Contain 'ugclab.db'
        (Get-ChildItem $service -Recurse -File -Filter *.jsonl).Name | Should -Be 'jobs.jsonl' -Because 'the simulator keeps its own books there'
        $text = Get-ChildItem $service -Recurse -File | Where-Object { $_.Length -and $_.Name -ne 'reserve.bin' -and $_.Name -notin 'jobs.jsonl', 'state.json' } | Get-Content -Raw -Encoding latin1
        $text -join '' | Should -Match 'A paper boat'
        $text | Should -Not -Match 'ugc_[0-9a-f]{16}|Bearer|[?&](sig|signature|token|expires|X-Amz)'
    }

    It 'is readable by its owner alone' -Skip:$IsWindows {
        $files = @(Get-Item "$service/ugclab.*", "$service/reserve.bin") + @(Get-ChildItem "$service/owners")
        $files.Name | Should -Contain 'ugclab.db'
        foreach ($file in $files) { $file.UnixMode | Should -Match '^-rw-------' }
    }

    It 'is on one page if only the newest are wanted' {
        (Get-UgcHistory | Select-Object -First 1).Reference | Should -Be 'veo'
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
        $table = $entry | Format-Table -View Credits | Out-String -Width 120
        Get-Heading $table | Should -Be 'Time', 'State', 'Charged', 'Refunded', 'Net', 'Remaining', 'Reference'
        $table | Should -Match "$($entry.Time.LocalDateTime.ToString('yyyy-MM-dd HH:mm')) Accepted +35 +35 +0 +$($entry.RemainingCredits) row-1"
    }
}

Describe 'Get-UgcHistory and a store that cannot be read' {
    It 'says where the file is and how to go on, and creates nothing' {
        $service = Connect-Rehearsal
        $null = New-UgcVideo @boat -Reference before
        Disconnect-UgcLab
        $database = Join-Path $service 'ugclab.db'
        [IO.File]::WriteAllBytes($database, [byte[]] (1..9000 | ForEach-Object { 7 }))
        Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = $service; Speed = 2000 }
        $failure = { Get-UgcHistory } | Should -Throw -ErrorId 'UgcStoreDamaged,*' -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -BeLike "*$database*backup*"
        { New-UgcVideo @boat } | Should -Throw -ErrorId 'UgcStoreDamaged,*'
        @(Get-Sold $service) | Should -HaveCount 1
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
        (Get-UgcHistory).Batch | Should -Be $null, 'nov'
    }
}
