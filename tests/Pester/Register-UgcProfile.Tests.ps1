BeforeAll {
    . $PSScriptRoot/common.ps1
    $file = Join-Path $env:UGCLAB_CONFIG_HOME 'profiles.json'
    $key = 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef'
}

Describe 'Register-UgcProfile' {
    BeforeEach { Remove-Item $env:UGCLAB_CONFIG_HOME -Recurse -ErrorAction Ignore }

    It 'saves every setting, and returns the profile with -PassThru' {
        $profile = Register-UgcProfile clientA -SecretName AKey -Vault Marketing -BaseUri https://example.test/api/v1/ -ProjectId clzz0000000000000project1 -Model veo-3.1 -Destination $TestDrive -RequestLimit 5 -CreationLimit 6/hour -ReadLimit 7 -StoreConnection 'Host=db.example.com' -MaxCreditPerDay 8 -MaxCredit 9 -KeepCredit 10 -PassThru
        $profile | Should -BeOfType UgcLab.UgcProfile
        $profile.KeySource | Should -Be 'secret AKey in vault Marketing'
        $saved = (Get-Content -Raw $file | ConvertFrom-Json).profiles.clientA
        $saved.PSObject.Properties.Value | Should -Be 'AKey', 'Marketing', 'https://example.test/api/v1/', 'clzz0000000000000project1', 'veo-3.1', "$TestDrive", '5/minute', '6/hour', '7/hour', 'Host=db.example.com', 8, 9, 10
    }

    It 'returns nothing without -PassThru, and saves nothing with -WhatIf' {
        Register-UgcProfile clientA -WhatIf 6>$null | Should -BeNullOrEmpty
        Get-UgcProfile | Should -BeNullOrEmpty
        Register-UgcProfile clientA | Should -BeNullOrEmpty
        (Get-UgcProfile).Name | Should -Be clientA
    }

    It 'refuses a value that looks like a key, and shows none of it: <_>' -ForEach 'SecretName', 'Vault', 'KeyVariable', 'Model', 'ProjectId' {
        foreach ($like in $key, $key.Substring(4), "key: $key") {
            $given = @{ $_ = $like }
            $thrown = { Register-UgcProfile clientA @given } | Should -Throw -PassThru
            "$thrown" | Should -BeLike "-$_ looks like an API key*"
            "$thrown" | Should -Not -Match '0123456789abcdef'
        }

        Test-Path $file | Should -BeFalse
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a name with other characters'; Given = @{ Name = 'a/b' }; Says = "'a/b' isn't a valid name*" }
        @{ Why = 'two places of a key'; Given = @{ SecretName = 'A'; KeyVariable = 'B' }; Says = '*either -SecretName or -KeyVariable*' }
        @{ Why = 'a vault without a secret'; Given = @{ Vault = 'A' }; Says = '-Vault needs -SecretName*' }
        @{ Why = 'a variable that is no name'; Given = @{ KeyVariable = '$env:A' }; Says = '*name of an environment variable*' }
        @{ Why = 'a negative limit'; Given = @{ KeepCredit = -1 }; Says = '-KeepCredit must not be negative*' }
        @{ Why = 'an address that is not https'; Given = @{ BaseUri = 'http://example.test' }; Says = '*must begin with https*' }
    ) {
        $name = @{ Name = 'clientA' }
        if ($Given.Name) { $name = @{} }
        { Register-UgcProfile @name @Given } | Should -Throw $Says
        Get-UgcProfile | Should -BeNullOrEmpty
    }

    It 'keeps a profile that exists, whatever the case of its name, unless -Force replaces it' {
        Register-UgcProfile clientA -Model veo-3.1 -KeepCredit 5
        { Register-UgcProfile CLIENTA } | Should -Throw "Profile 'clientA' exists*"
        Register-UgcProfile ClientA -Model kling-2.6 -Force
        $profile = Get-UgcProfile
        "$($profile.Name) $($profile.Model) $($profile.KeepCredit)" | Should -Be 'clientA kling-2.6 '
    }

    It 'writes a file that only the user can read' -Skip:$IsWindows {
        Register-UgcProfile clientA
        [IO.File]::GetUnixFileMode($file) | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite')
        [IO.File]::GetUnixFileMode($env:UGCLAB_CONFIG_HOME) | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite, UserExecute')
    }

    It 'keeps what another version has written to the file' {
        Register-UgcProfile clientA -Model veo-3.1
        $json = Get-Content -Raw $file | ConvertFrom-Json -AsHashtable
        $json.later = @{ a = 1 }
        $json.profiles.clientA.region = 'eu'
        $json | ConvertTo-Json -Depth 5 | Set-Content $file
        Register-UgcProfile clientA -Model kling-2.6 -Force
        Register-UgcProfile clientB
        $now = Get-Content -Raw $file | ConvertFrom-Json
        "$($now.later.a) $($now.profiles.clientA.region) $($now.profiles.clientA.model)" | Should -Be '1 eu kling-2.6'
    }

    It 'leaves a damaged file as it is, and says where it is' {
        Register-UgcProfile clientA
        Set-Content $file '{ "profiles": '
        { Register-UgcProfile clientB } | Should -Throw "*profiles.json isn't a file of profiles*"
        (Get-Content -Raw $file).Trim() | Should -Be '{ "profiles":'
    }

    It 'loses no profile when several processes write at the same time' {
        1..8 | ForEach-Object -Parallel { Register-UgcProfile "client$_" } -ThrottleLimit 8
        (Get-UgcProfile).Count | Should -Be 8
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Register-UgcProfile | Should -BeNullOrEmpty }
}
