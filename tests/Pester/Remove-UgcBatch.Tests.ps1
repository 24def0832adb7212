BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Remove-UgcBatch' {
    BeforeEach {
        $service = Connect-Rehearsal
        Get-Row 2 | New-UgcVideo -Batch nov @quiet | Wait-UgcJob @quiet | Save-UgcVideo -Destination (Join-Path $TestDrive 'videos') @quiet | Out-Null
    }

    It 'forgets a batch whose videos are saved, and leaves the videos' {
        $saved = (Get-UgcBatch nov -Row).Jobs.SavedPath
        Get-UgcBatch nov | Remove-UgcBatch -Force
        Get-UgcBatch | Should -BeNullOrEmpty
        $saved | Should -Exist
    }

    It 'keeps one with videos that are not on the disk' {
        Get-Row 3 | New-UgcVideo -Batch nov @quiet | Out-Null
        { Remove-UgcBatch nov -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UgcBatchNotResolved,*'
        Remove-UgcBatch nov -Force -IncludeUnsaved
        Get-UgcBatch | Should -BeNullOrEmpty
    }

    It 'does nothing under -WhatIf, forced or not' {
        Remove-UgcBatch nov -Force -WhatIf
        Remove-UgcBatch nov -WhatIf
        (Get-UgcBatch).Name | Should -Be 'nov'
    }
}
