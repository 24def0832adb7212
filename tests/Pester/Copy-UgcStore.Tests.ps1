# What Copy-UgcStore does with a real server is in Initialize-UgcStore.Tests.ps1, which starts one.

BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Copy-UgcStore' {
    It 'names a connection that is wrong, and copies nothing' {
        { Copy-UgcStore 'nonsense' -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
        { Get-UgcHistory -ErrorAction Stop } | Should -Not -Throw
    }
}
