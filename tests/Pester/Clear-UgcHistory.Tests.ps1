BeforeAll {
    . $PSScriptRoot/common.ps1

    # A rehearsal's time runs ahead of ours; this is after all of it.
    $later = [DateTimeOffset] '2100-01-01'
    $long = 'x' * 20000
}

AfterAll { Disconnect-UgcLab }

Describe 'Clear-UgcHistory' {
    BeforeEach {
        # Saved: row-1 and row-2. Unconfirmed: row-3. Not saved: row-4.
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 3 } }
        $folder = Join-Path $TestDrive "videos-$([Guid]::NewGuid().ToString('N'))"
        $rows = Get-Row 4 @{ Note = $long }
        $jobs = $rows | New-UgcVideo -Batch nov @quiet
        $jobs | Where-Object Reference -In 'row-1', 'row-2' | Wait-UgcJob @quiet | Save-UgcVideo -Destination $folder @quiet | Out-Null
    }

    It 'clears the texts of what is saved, and keeps identity, state, time and credits' {
        $before = Get-UgcHistory -Reference row-[12]
        Clear-UgcHistory -Before $later -Force @quiet
        $after = Get-UgcHistory -Reference row-[12]
        $after.Prompt | Where-Object { $_ } | Should -BeNullOrEmpty
        $after.Cells.Keys | Should -BeNullOrEmpty
        foreach ($kept in 'PurchaseId', 'State', 'Time', 'Reference', 'Model', 'RowNumber', 'CreditsCharged', 'RemainingCredits', 'Batch') { $after.$kept | Should -Be $before.$kept }
        $after.Jobs.UgcId | Should -Be $before.Jobs.UgcId
        $after.Jobs.SavedPath | Should -Be $before.Jobs.SavedPath
        (Get-UgcBatch nov).NetCredits | Should -Be 105
    }

    It 'never touches what is unconfirmed or not saved' {
        Clear-UgcHistory -Before $later -Force @quiet
        (Get-UgcHistory -State Unconfirmed).Prompt | Should -Be $rows[2].Prompt
        (Get-UgcHistory -Reference row-4).Prompt | Should -Be $rows[3].Prompt
        (Get-UgcHistory -Reference row-4).Cells['Note'] | Should -Be $long
    }

    It 'leaves what is newer' {
        Clear-UgcHistory -Before (Get-UgcHistory -Reference row-2).Time -Force @quiet
        (Get-UgcHistory -Reference row-1).Prompt | Should -BeNullOrEmpty
        (Get-UgcHistory -Reference row-2).Prompt | Should -Be $rows[1].Prompt
    }

    It 'leaves nothing of the texts in a file' {
        Clear-UgcHistory -Before $later -Compact -Force @quiet
        $text = Get-Content (Join-Path $service 'ugclab.db') -Raw -Encoding latin1
        $text | Should -Match ([regex]::Escape($rows[3].Prompt))
        $text | Should -Not -Match ([regex]::Escape($rows[0].Prompt))
    }

    It 'costs an old sheet that is run again nothing' {
        Clear-UgcHistory -Before $later -Compact -Force @quiet
        $sold = @(Get-Sold $service).Count
        $again = $rows | New-UgcVideo -Batch nov @quiet
        $again.UgcId | Should -Be $jobs.UgcId
        $again.FromHistory | Should -Be $true, $true, $true
        @(Get-Sold $service) | Should -HaveCount $sold
    }

    It 'says what it frees, and with -Compact the file becomes smaller' {
        $database = Get-Item (Join-Path $service 'ugclab.db')
        $before = $database.Length
        New-UgcVideo @boat | Wait-UgcJob @quiet | Save-UgcVideo -Destination $folder @quiet | Out-Null
        Clear-UgcHistory -Before $later -Force -InformationVariable told -InformationAction SilentlyContinue
        "$told" | Should -Match '^Cleared the texts of 1 purchase and 2 batch rows, \d+ KB, sent before 2100-01-01 00:00\. The database file keeps its size'
        [int] [regex]::Match("$told", '([\d,]+) KB').Groups[1].Value | Should -BeGreaterThan 35
        $database.Refresh()
        $database.Length | Should -Be $before
        Clear-UgcHistory -Before $later -Compact -Force -InformationVariable told -InformationAction SilentlyContinue
        "$told" | Should -Be 'There is nothing to clear before 2100-01-01 00:00.'
        $database.Refresh()
        $database.Length | Should -BeLessThan ($before - 40000)
        (Get-ChildItem $service -Filter ugclab.db-journal).Length | Should -BeLessThan 40000
        (Get-UgcHistory).Count | Should -Be 5
    }

    It 'does nothing under -WhatIf, forced or not' {
        Clear-UgcHistory -Before $later -WhatIf @quiet
        Clear-UgcHistory -Before $later -Force -Compact -WhatIf @quiet
        (Get-UgcHistory).Prompt | Should -Be $rows[3..0].Prompt
    }

    It 'does nothing where it cannot ask' {
        $child = Start-Child @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
`$env:UGCLAB_STATE_HOME = '$service'
Clear-UgcHistory -Before 2100-01-01
"@
        $child.WaitForExit(60000) | Should -BeTrue
        Get-Content (Join-Path $child.Folder 'ERR') | Should -Not -BeNullOrEmpty
        (Get-UgcHistory).Prompt | Should -Be $rows[3..0].Prompt
    }
}

Describe 'Clear-UgcHistory without a store' {
    It 'says that there is nothing to clear, and makes none' {
        Disconnect-UgcLab
        $before = $env:UGCLAB_STATE_HOME
        try {
            $env:UGCLAB_STATE_HOME = Join-Path $TestDrive 'none'
            Clear-UgcHistory -Before $later -Compact -Force -InformationVariable told -InformationAction SilentlyContinue -ErrorAction Stop
            "$told" | Should -BeLike 'There is nothing to clear*'
            $env:UGCLAB_STATE_HOME | Should -Not -Exist
        }
        finally { $env:UGCLAB_STATE_HOME = $before }
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Clear-UgcHistory | Should -BeNullOrEmpty }
}
