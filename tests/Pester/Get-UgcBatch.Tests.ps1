BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Get-UgcBatch' {
    BeforeAll {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 } }
        Get-Row 3 | New-UgcVideo -Batch nov @quiet | Out-Null
        Get-Row 1 | New-UgcVideo -Batch 'november two' @quiet | Out-Null
        $arrivals = (Get-Arrival $service).Any
    }

    It 'counts rows by state and adds up credits' {
        $batch = Get-UgcBatch nov
        $batch.Rows, $batch.Running, $batch.Unconfirmed, $batch.NotSent | Should -Be 3, 2, 1, 0
        $batch.CreditsCharged, $batch.NetCredits | Should -Be 70, 70
        "$batch" | Should -Be 'nov'
    }

    It 'finds batches by <name>' -TestCases @(
        @{ name = 'nothing at all'; by = @{}; found = 'nov', 'november two' }
        @{ name = 'name'; by = @{ Name = 'NOV' }; found = 'nov' }
        @{ name = 'wildcard'; by = @{ Name = 'n*two' }; found = 'november two' }
        @{ name = 'a pattern that fits none'; by = @{ Name = 'x*' }; found = $null }
    ) {
        (Get-UgcBatch @by).Name | Should -Be $found
    }

    It 'shows rows, also by pipeline and by state' {
        (Get-UgcBatch nov -Row).RowNumber | Should -Be 1, 2, 3
        (Get-UgcBatch n* | Get-UgcBatch -Row).Reference | Should -Be 'row-1', 'row-2', 'row-3', 'row-1'
        $row = Get-UgcBatch nov -State Unconfirmed
        $row.Reference | Should -Be 'row-2'
        $row.Evidence | Should -HaveCount 2
        $row.Evidence[0] | Should -Match '^Credits: .* 35 are missing, which is its price'
    }

    It 'says that a batch is not there' {
        { Get-UgcBatch nosuch -ErrorAction Stop } | Should -Throw -ErrorId 'UgcBatchNotFound,*'
    }

    It 'sends nothing and shows tables that fit' {
        $text = Get-UgcBatch | Out-String -Width 80
        $text | Should -Match 'Name +Rows +NotSent +Open +Failed +Unconfirmed +Saved +Net +Changed'
        Get-UgcBatch nov -Row | Out-String -Width 120 | Should -Match 'Row +State +Reference +Model +Charged +Refunded +Net +Message'
        (Get-Arrival $service).Any | Should -Be $arrivals
    }

    It 'completes names from the record' {
        (TabExpansion2 'Get-UgcBatch no').CompletionMatches.CompletionText | Should -Be 'nov', "'november two'"
        (TabExpansion2 'Get-UgcHistory -Batch no').CompletionMatches.CompletionText | Should -Be 'nov', "'november two'"
        (Get-Arrival $service).Any | Should -Be $arrivals
    }
}

Describe 'Get-UgcBatch of a file' {
    It 'names the file that its rows came from, and no folder of its own' {
        $null = Connect-Rehearsal
        $sheet = New-CsvFile "Prompt,Model,Duration`nA paper boat sails down a long street,kling-2.6,5"
        $null = Invoke-UgcBatch $sheet -Name sourced -Destination (Join-Path $TestDrive sourced) -Force @quiet
        $batch = Get-UgcBatch sourced
        $batch.Source | Should -Be $sheet
        $batch.PSObject.Properties.Name | Should -Not -Contain 'Folder'
        $list = $batch | Format-List | Out-String -Width 300
        $list | Should -Match "(?m)^Source +: $([regex]::Escape($sheet))"
        $list | Should -Match '(?m)^Unconfirmed +: 0'
    }
}

Describe 'Batches of the same name in two workspaces' {
    BeforeAll {
        $state = @{ StatePath = Join-Path $TestDrive 'two'; Speed = 2000; VideoTime = 20 }
        'clientA', 'clientB' | ForEach-Object { Register-UgcProfile $_ -Force }
        $null = Connect-Rehearsal $state
        Get-Row 1 | New-UgcVideo -Batch nov @quiet | Out-Null
        $null = Connect-Rehearsal $state @{ ProfileName = 'clientA' }
        Get-Row 2 | New-UgcVideo -Batch nov @quiet | Out-Null
        $null = Connect-Rehearsal $state @{ ProfileName = 'clientB' }
        Get-Row 3 | New-UgcVideo -Batch nov @quiet | Out-Null
        Get-Row 1 | New-UgcVideo -Batch other @quiet | Out-Null
    }

    It 'are all listed, those of the session first' {
        (Get-UgcBatch).ForEach({ "$($_.Workspace) $_ $($_.Rows)" }) | Should -Be 'clientB nov 3', 'clientB other 1', ' nov 1', 'clientA nov 2'
        (Get-UgcBatch nov).Rows | Should -Be 3, 1, 2
        (Get-UgcBatch nov -Workspace CLIENTA).Rows | Should -Be 2
        (Get-UgcBatch nov -Workspace '').Rows | Should -Be 1
        { Get-UgcBatch other -Workspace clientA -ErrorAction Stop } | Should -Throw -ErrorId 'UgcBatchNotFound,*'
    }

    It 'are in a table for each workspace' {
        $shown = Get-UgcBatch | Out-String -Width 80
        ([regex]::Matches($shown, '(?m)^ +Workspace: .*$').Value).Trim() | Should -Be 'Workspace: clientB', 'Workspace: (no profile)', 'Workspace: clientA'
        ($shown -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        Get-UgcBatch -Workspace '' | Out-String | Should -Not -Match 'Workspace'
        Get-UgcBatch nov -Row | Out-String -Width 80 | Should -Match '(?m)^ +Batch: nov of clientB$'
    }

    It 'have rows of the session, or of the workspace that is named or piped' {
        (Get-UgcBatch nov -Row).RowNumber | Should -Be 1, 2, 3
        (Get-UgcBatch nov -Row -Workspace clientA).RowNumber | Should -Be 1, 2
        (Get-UgcBatch nov | Get-UgcBatch -Row).ForEach({ "$($_.Workspace) $($_.RowNumber)" }) |
            Should -Be 'clientB 1', 'clientB 2', 'clientB 3', ' 1', 'clientA 1', 'clientA 2'
    }

    It 'are exported and removed as piped, whichever session is open' {
        $rows = Get-UgcBatch nov -Workspace clientA -Row | Export-UgcReport -Destination (Join-Path $TestDrive 'of-a')
        (Import-Csv $rows[0]).Count | Should -Be 2
        Get-UgcBatch nov | Where-Object Workspace -EQ $null | Remove-UgcBatch -IncludeUnsaved -Force
        (Get-UgcBatch).ForEach({ "$($_.Workspace) $_" }) | Should -Be 'clientB nov', 'clientB other', 'clientA nov'
    }

    It 'are resolved in the workspace that a purchase was made in' {
        $null = Connect-Rehearsal ($state + @{ Faults = @{ Kind = 'LostReply'; On = 'Create'; Times = 100 } }) @{ ProfileName = 'clientA' }
        Get-Row 1 @{ Prompt = 'A row whose answer is lost' } | New-UgcVideo -Batch nov @quiet | Out-Null
        $null = Connect-Rehearsal $state @{ ProfileName = 'clientB' }
        $row = Get-UgcHistory -State Unconfirmed | Resolve-UgcBatchRow -NotCharged -Force
        $row.Workspace, $row.State | Should -Be 'clientA', 'NotSent'
    }
}

Describe 'Get-UgcBatch without a session' {
    It 'needs neither key nor network' {
        Disconnect-UgcLab
        Get-UgcBatch | Should -BeNullOrEmpty
    }
}
