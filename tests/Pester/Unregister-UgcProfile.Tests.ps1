BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Unregister-UgcProfile' {
    It 'removes a profile, whatever the case of its name, and no other' {
        'clientA', 'clientB' | ForEach-Object { Register-UgcProfile $_ }
        Unregister-UgcProfile CLIENTA -WhatIf 6>$null
        (Get-UgcProfile).Count | Should -Be 2
        Unregister-UgcProfile CLIENTA
        (Get-UgcProfile).Name | Should -Be 'clientB'
    }

    It 'reports a profile that does not exist' {
        Unregister-UgcProfile gone -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'UgcProfileNotFound,*'
    }

    It 'takes profiles from the pipeline' {
        Get-UgcProfile | Unregister-UgcProfile
        Get-UgcProfile | Should -BeNullOrEmpty
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Unregister-UgcProfile | Should -BeNullOrEmpty }
}
