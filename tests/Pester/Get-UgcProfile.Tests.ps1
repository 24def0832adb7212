BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Get-UgcProfile' {
    It 'returns nothing, and makes no folder, before there is a profile' {
        Get-UgcProfile | Should -BeNullOrEmpty
        Test-Path $env:UGCLAB_CONFIG_HOME | Should -BeFalse
    }

    It 'returns profiles by name and by wildcard, and reports a name that does not exist' {
        'clientB', 'clientA', 'other' | ForEach-Object { Register-UgcProfile $_ }
        (Get-UgcProfile).Name | Should -Be 'clientA', 'clientB', 'other'
        (Get-UgcProfile client*).Name | Should -Be 'clientA', 'clientB'
        (Get-UgcProfile other, gone -ErrorVariable failed -ErrorAction SilentlyContinue).Name | Should -Be 'other'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'UgcProfileNotFound,*'
    }

    It 'refuses a file in which someone has written a key, and does not show the key' {
        Set-Content "$env:UGCLAB_CONFIG_HOME/profiles.json" '{ "profiles": { "x": { "secretName": "ugc_0123456789abcdef0123456789abcdef0123456789abcdef" } } }'
        $thrown = { Get-UgcProfile } | Should -Throw '*looks like an API key*' -PassThru
        "$thrown" | Should -Not -Match '0123456789abcdef'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Get-UgcProfile | Should -BeNullOrEmpty }
}
