# New-UgcSheet at a prompt: a file that a user begins with.

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $null = Connect-Rehearsal
}

Describe 'New-UgcSheet' {
    It 'writes a file that Invoke-UgcBatch can run' {
        $sheet = New-UgcSheet (Join-Path $TestDrive 'new/ads.csv')
        $sheet | Out-String | Should -Match 'File\s+Bytes\s+Folder\s[\s\S]*ads\.csv'
        $sheet | Should -BeOfType ([IO.FileInfo])
        $run = Invoke-UgcBatch $sheet -Destination (Join-Path $TestDrive videos) -Force 6>$null
        $run.ExitCode | Should -Be 0
        $run.Saved | Should -Be 3
    }

    It 'replaces nothing without -Force' {
        $path = Join-Path $TestDrive 'mine.csv'
        Set-Content $path mine
        { New-UgcSheet $path -ErrorAction Stop } | Should -Throw -ErrorId 'UgcFileExists*'
        Get-Content $path | Should -Be mine
    }
}
