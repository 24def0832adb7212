BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Resolve-UgcBatchRow' {
    BeforeEach {
        # The service takes the second order and the answer is lost: it was charged, and only its books know.
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'LostReply'; On = 'Create'; At = 2 } }
        $rows = Get-Row 3
        $rows | New-UgcVideo -Batch nov @quiet | Out-Null
    }

    It 'gives a row the job that the dashboard shows, and nothing is bought again' {
        $known = (Get-UgcBatch nov -Row).Jobs.UgcId
        $lost = (Get-Sold $service).id | Where-Object { $_ -notin $known }
        $row = Resolve-UgcBatchRow -Batch nov -RowNumber 2 -Adopt $lost
        $row.Jobs.UgcId | Should -Be $lost
        $row.CreditsCharged | Should -Be 35
        ($rows | New-UgcVideo -Batch nov @quiet).UgcId | Should -HaveCount 3
        Get-Sold $service | Should -HaveCount 3
    }

    It 'lets a row that was not charged go out again' {
        (Get-UgcBatch nov -State Unconfirmed | Resolve-UgcBatchRow -NotCharged -Force).State | Should -Be 'NotSent'
        ($rows | New-UgcVideo -Batch nov @quiet).FromHistory | Should -Be $true, $false, $true
    }

    It 'completes the rows whose outcome can be recorded, and says which outcomes there are' {
        (TabExpansion2 'Resolve-UgcBatchRow -Batch nov -RowNumber ').CompletionMatches.CompletionText | Should -Be '2'
        { Resolve-UgcBatchRow -Batch nov -RowNumber 2 } | Should -Throw '*-Adopt*-NotCharged*-Abandon*'
        { Resolve-UgcBatchRow -Batch nov -RowNumber 2 -NotCharged:$false -Force } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        (Get-UgcBatch nov).Unconfirmed | Should -Be 1
    }

    It 'asks nobody where nobody is, and settles nothing' {
        { Get-UgcBatch nov -State Unconfirmed | Resolve-UgcBatchRow -NotCharged } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        (Get-UgcBatch nov).Unconfirmed | Should -Be 1
    }

    It 'abandons a row until it is resolved otherwise' {
        (Get-UgcHistory -State Unconfirmed | Resolve-UgcBatchRow -Abandon -Force).State | Should -Be 'Abandoned'
        $rows | New-UgcVideo -Batch nov @quiet | Should -HaveCount 2
        Get-Sold $service | Should -HaveCount 3
        $lost = (Get-UgcContext).SimulatorJobs.UgcId | Where-Object { $_ -notin (Get-UgcBatch nov -Row).Jobs.UgcId }
        (Get-UgcBatch nov -State Abandoned | Resolve-UgcBatchRow -Adopt $lost).State | Should -BeIn 'Running', 'Finished'
        ($rows | New-UgcVideo -Batch nov @quiet).UgcId | Should -Contain $lost
    }

    It 'asks before it abandons' {
        { Get-UgcBatch nov -State Unconfirmed | Resolve-UgcBatchRow -Abandon } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        (Get-UgcBatch nov).Unconfirmed | Should -Be 1
    }

    It 'does not adopt a job that the service does not know' {
        { Resolve-UgcBatchRow -Batch nov -RowNumber 2 -Adopt clzz00000000000000000job1 -ErrorAction Stop } | Should -Throw -ErrorId 'UgcJobNotFound,*'
        (Get-UgcBatch nov).Unconfirmed | Should -Be 1
    }

    It 'does not resolve what is not unconfirmed' {
        { Resolve-UgcBatchRow nov 1 -Abandon -ErrorAction Stop } | Should -Throw -ErrorId 'UgcRowNotUnconfirmed,*'
    }

    It 'shows an adopted job as it was read' {
        $lost = (Get-Sold $service).id | Where-Object { $_ -notin (Get-UgcBatch nov -Row).Jobs.UgcId }
        $null = Get-UgcBatch nov -State Running | ForEach-Object Jobs | Wait-UgcJob @quiet
        (Resolve-UgcBatchRow -Batch nov -RowNumber 2 -Adopt $lost).State | Should -Be 'Finished'
    }

    It 'has no -Repair' {
        (Get-Command Resolve-UgcBatchRow).Parameters.Keys | Should -Not -Contain 'Repair'
    }

    It 'does nothing under -WhatIf' {
        Get-UgcBatch nov -State Unconfirmed | Resolve-UgcBatchRow -NotCharged -Force -WhatIf
        (Get-UgcBatch nov).Unconfirmed | Should -Be 1
    }
}
