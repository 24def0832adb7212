# The store that machines share, in a PostgreSQL server of this file's own.

BeforeDiscovery {
    $server = "$PSScriptRoot/../../artifacts/bin/UgcLab.FaultServer/debug/UgcLab.FaultServer.dll"
    if (Test-Path $server) { Add-Type -Path $server }
    $isMissing = -not ('UgcLab.Faults.PostgresServer' -as [type]) -or $null -eq [UgcLab.Faults.PostgresServer]::Shared
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Remove-Item Env:UGCLAB_STORE -ErrorAction Ignore
    $env:UGCLAB_API_KEY = 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef'
    function New-Connection { [UgcLab.Faults.PostgresServer]::Shared.Connection("p$([Guid]::NewGuid().ToString('N'))") }
}

AfterAll {
    Disconnect-UgcLab
    Remove-Item Env:UGCLAB_API_KEY, Env:UGCLAB_STORE -ErrorAction Ignore
}

Describe 'Initialize-UgcStore' -Skip:$isMissing {
    It 'makes the tables once, and makes none with -WhatIf' {
        $connection = New-Connection
        Initialize-UgcStore $connection -WhatIf
        { Connect-UgcLab -StoreConnection $connection 6>$null; Get-UgcHistory -ErrorAction Stop } | Should -Throw -ErrorId 'UgcStoreUnavailable,*'
        Initialize-UgcStore $connection -Force 6>&1 | Should -BeLike 'The database postgres on 127.0.0.1:* is ready: schema p*, version 1.'
        Initialize-UgcStore $connection 6>&1 | Should -BeLike '*is ready*'
        Get-UgcHistory | Should -BeNullOrEmpty
        (Get-UgcContext).StateFolder | Should -BeLike 'database postgres on 127.0.0.1:*'
    }

    It 'prints the statements and the rights, and connects to nothing' {
        $script = Initialize-UgcStore 'Host=nowhere.invalid;Database=ugclab;Username=ads' -AsScript
        $script | Should -BeLike '*CREATE TABLE purchase*GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA "ugclab" TO "ads"*'
    }

    It 'takes the store from $env:UGCLAB_STORE' {
        $env:UGCLAB_STORE = New-Connection
        Initialize-UgcStore -Force 6>$null
        Connect-UgcLab 6>$null
        (Get-UgcContext).StateFolder | Should -BeLike 'database *'
        Disconnect-UgcLab
        Get-UgcHistory | Should -BeNullOrEmpty
        Get-UgcUsage -By Machine | Should -BeNullOrEmpty
        Remove-Item Env:UGCLAB_STORE
    }

    It 'refuses a password in <Command>, and does not repeat it' -ForEach @(
        @{ Command = 'Connect-UgcLab -StoreConnection' }
        @{ Command = 'Initialize-UgcStore -StoreConnection' }
        @{ Command = 'Copy-UgcStore -To' }
    ) {
        $refused = $null
        try { & ([scriptblock]::Create("$Command 'Host=db;Username=ads;Password=hidden-word'")) } catch { $refused = $_ }
        "$refused" | Should -BeLike '*contains a password*'
        "$refused $($refused.Exception.InnerException)" | Should -Not -BeLike '*hidden-word*'
    }

    It 'without a shared store, says how to name one' {
        { Initialize-UgcStore -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UgcArgumentInvalid,*'
    }
}

Describe 'Copy-UgcStore' -Skip:$isMissing {
    It 'copies nothing with -WhatIf, then everything once, and the local store says where it is' {
        $before = $env:UGCLAB_STATE_HOME
        try {
            # A simulator's store stands for the user's own.
            $env:UGCLAB_STATE_HOME = Connect-Rehearsal @{ Faults = @(@{ Kind = 'LostReply'; On = 'Create'; At = 2 }) }
            Get-Row 3 | New-UgcVideo -Batch nov @quiet | Out-Null
            Disconnect-UgcLab
            $connection = New-Connection
            Initialize-UgcStore $connection -Force 6>$null

            Copy-UgcStore $connection -WhatIf
            @(Get-UgcHistory) | Should -HaveCount 3
            Copy-UgcStore $connection -Force 6>&1 | Should -Be 'Copied 3 purchases (1 unconfirmed) and 1 batch.'

            Connect-UgcLab -StoreConnection $connection 6>$null
            @(Get-UgcHistory) | Should -HaveCount 3
            @(Get-UgcHistory -Machine ([Environment]::MachineName)) | Should -HaveCount 3
            @(Get-UgcHistory -Machine 'another*') | Should -HaveCount 0
            (Get-UgcUsage -By Machine).Name | Should -Be ([Environment]::MachineName)
            @(Get-UgcBatch nov -State Unconfirmed) | Should -HaveCount 1
            (Get-UgcBatch nov -Row).Machine | Select-Object -Unique | Should -Be ([Environment]::MachineName)
            Disconnect-UgcLab
            { Get-UgcHistory -ErrorAction Stop } | Should -Throw '*was copied to the database postgres on*'
        }
        finally { $env:UGCLAB_STATE_HOME = $before }
    }
}

Describe 'The driver of PostgreSQL' -Skip:$isMissing {
    It 'is loaded when a shared store is used, and not before, and into the load context of the engines' {
        $loaded = { [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^Npgsql' } | ForEach-Object { "$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" } }
        $connection = New-Connection
        $script = @"
Import-Module '$repository/out/UgcLab/UgcLab.psd1'
`$loaded = { $loaded }
`$null = Get-UgcHistory
"BEFORE `$(& `$loaded)."
Initialize-UgcStore '$connection' -Force 6>`$null
"AFTER `$(& `$loaded)."
"@
        $child = Start-Child $script
        $child.WaitForExit(120000) | Should -BeTrue
        $printed = Get-Content (Join-Path $child.Folder 'OUT'), (Join-Path $child.Folder 'ERR')
        $printed | Should -Be 'BEFORE .', 'AFTER UgcLab engines.'
    }
}
