BeforeAll { . $PSScriptRoot/common.ps1 }

Describe 'Set-UgcProfile' {
    BeforeEach { Register-UgcProfile clientA -SecretName AKey -Vault Marketing -Model veo-3.1 -MaxCreditPerDay 100 -Force }

    It 'changes what is specified and keeps the rest' {
        $profile = Set-UgcProfile clienta -Model kling-2.6 -PassThru
        "$($profile.Name) $($profile.Model) $($profile.MaxCreditPerDay) $($profile.SecretName)" | Should -Be 'clientA kling-2.6 100 AKey'
    }

    It 'removes a setting that is null or blank' {
        $profile = Set-UgcProfile clientA -Model '' -MaxCreditPerDay $null -PassThru
        $profile.Model, $profile.MaxCreditPerDay | Should -Be $null, $null
    }

    It 'moves the key from a secret to a variable and back' {
        (Set-UgcProfile clientA -KeyVariable CLIENTA_KEY -PassThru).KeySource | Should -Be 'environment (CLIENTA_KEY)'
        (Set-UgcProfile clientA -SecretName AKey -PassThru).KeySource | Should -Be 'secret AKey'
        (Set-UgcProfile clientA -SecretName $null -PassThru).KeySource | Should -Be 'environment (UGCLAB_API_KEY)'
    }

    It 'takes profiles from the pipeline, and changes nothing with -WhatIf' {
        Register-UgcProfile clientB -Force
        Get-UgcProfile client? | Set-UgcProfile -KeepCredit 7 -WhatIf 6>$null
        (Get-UgcProfile).KeepCredit | Should -Be $null, $null
        Get-UgcProfile client? | Set-UgcProfile -KeepCredit 7
        (Get-UgcProfile).KeepCredit | Should -Be 7, 7
    }

    It 'names the profile that was probably meant' {
        { Set-UgcProfile clientC -Model veo-3.1 -ErrorAction Stop } | Should -Throw "There is no profile 'clientC'. Did you mean 'client*"
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Set-UgcProfile | Should -BeNullOrEmpty }
}
