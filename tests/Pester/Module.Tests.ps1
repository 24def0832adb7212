# What holds for the module as a whole: what it ships, what it exports, and the rules that no compiler knows.

BeforeDiscovery {
    $root = Resolve-Path "$PSScriptRoot/../.."
    Import-Module "$root/out/UgcLab/UgcLab.psd1" -Force
    $cmdlets = Get-Command -Module UgcLab -CommandType Cmdlet | ForEach-Object { @{ Name = $_.Name; Verb = $_.Verb; Command = $_ } }
    $commandFiles = Get-ChildItem "$root/src/UgcLab.PowerShell/Commands" -Filter *.cs | ForEach-Object { @{ Name = $_.Name; File = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/common.ps1"
    $root = $repository
    $module = Join-Path $root 'out/UgcLab'
    Import-Module "$module/UgcLab.psd1" -Force

    # The text of a source file without its comments, which may speak of what the code must not do.
    function Get-Code([IO.FileInfo]$File) {
        (Get-Content $File | Where-Object { $_ -notmatch '^\s*//' }) -join "`n"
    }

    # The product's files whose code matches, by name.
    function Find-Code([string]$Pattern, [string]$Except) {
        Get-ChildItem "$root/src" -Recurse -Filter *.cs |
            Where-Object { $_.FullName -notmatch $Except -and (Get-Code $_) -match $Pattern } |
            ForEach-Object Name
    }
}

Describe 'The module folder' {
    It 'has our assemblies for the default load context, and no others' {
        (Get-ChildItem "$module/bin" -Recurse -File).Name | Sort-Object |
            Should -Be 'UgcLab.Client.dll', 'UgcLab.PowerShell.dll', 'UgcLab.Simulator.dll'
    }

    It 'has the engines and what they need for the private one, on eight systems, and nothing else' {
        $engines = Join-Path $module 'engines'
        Get-ChildItem $engines -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($engines, $_.FullName) -replace '\\', '/' } | Sort-Object |
            Should -Be (@(
                'ExcelDataReader.dll', 'ExcelNumberFormat.dll', 'UgcLab.Excel.dll'
                'Microsoft.Data.Sqlite.dll', 'Microsoft.Extensions.DependencyInjection.Abstractions.dll', 'Microsoft.Extensions.Logging.Abstractions.dll', 'Npgsql.dll', 'SQLitePCLRaw.core.dll', 'SQLitePCLRaw.provider.e_sqlite3.dll', 'UgcLab.Engines.dll'
                'win-x64', 'win-arm64' | ForEach-Object { "runtimes/$_/native/e_sqlite3.dll" }
                'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64' | ForEach-Object { "runtimes/$_/native/libe_sqlite3.so" }
                'osx-x64', 'osx-arm64' | ForEach-Object { "runtimes/$_/native/libe_sqlite3.dylib" }
            ) | Sort-Object)
    }

    It 'has no assembly anywhere else' {
        (Get-ChildItem $module -Recurse -File -Include *.dll, *.so, *.dylib, *.exe).DirectoryName | ForEach-Object { [IO.Path]::GetRelativePath($module, $_) -split '[\\/]' | Select-Object -First 1 } |
            Select-Object -Unique | Should -Be 'bin', 'engines'
    }

    It 'has the license' {
        "$module/LICENSE" | Should -Exist
    }

    It 'is a valid module' {
        (Test-ModuleManifest "$module/UgcLab.psd1").Name | Should -Be 'UgcLab'
    }
}

Describe 'What is exported' {
    BeforeAll {
        $exported = (Get-Command -Module UgcLab -CommandType Cmdlet).Name | Sort-Object
    }

    It 'is what the manifest names' {
        $exported | Should -Be ((Import-PowerShellDataFile "$module/UgcLab.psd1").CmdletsToExport | Sort-Object)
    }

    It 'is one file each in Commands' {
        $classes = (Get-Command -Module UgcLab -CommandType Cmdlet).ImplementingType.Name | Sort-Object
        $classes | Should -Be ((Get-ChildItem "$root/src/UgcLab.PowerShell/Commands" -Filter *Command.cs).BaseName | Sort-Object)
    }

    It 'is what the help has topics for' {
        [xml]$help = Get-Content "$module/en-US/UgcLab.PowerShell.dll-Help.xml" -Raw
        $exported | Should -Be ($help.helpItems.command.details.name | Sort-Object)
    }

    It 'is what the reference in docs says, as this build made it' {
        Get-Content "$root/docs/cmdlets.md" -Raw | Should -BeExactly (Get-Content "$root/artifacts/cmdlets.md" -Raw)
    }

    It 'is cmdlets alone, and one second name' {
        $loaded = Get-Module UgcLab
        $loaded.ExportedFunctions.Count + $loaded.ExportedVariables.Count | Should -Be 0
        $loaded.ExportedAliases.Values.DisplayName | Should -Be 'Save-UgcImage -> Save-UgcVideo'
    }

    It 'comes without a word' {
        $said = Invoke-Child "Import-Module '$module/UgcLab.psd1' *>&1"
        $LASTEXITCODE | Should -Be 0
        $said | Should -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $cmdlets {
    BeforeAll {
        $help = Get-Help $Name -Full
    }

    It 'has a synopsis' {
        $help.Synopsis.Trim() | Should -Not -BeNullOrEmpty

        # Without a topic the engine makes one from the syntax.
        $help.Synopsis | Should -Not -Match "^\s*$Name \["
    }

    It 'has an example' {
        @($help.examples.example | Where-Object { $_.code }).Count | Should -BeGreaterThan 0
    }

    It 'has every parameter described' {
        $described = @($help.parameters.parameter | Where-Object { $_.description.Text -match '\S' }).name
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $Command.Parameters.Keys | Where-Object { $_ -notin $common -and $_ -notin $described } | Should -BeNullOrEmpty
    }

    It 'says what it returns' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'has an approved verb' {
        $Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'has -WhatIf if it spends, writes or removes' {
        if ($Verb -in 'New', 'Save', 'Remove', 'Export', 'Invoke', 'Resolve') {
            $Command.Parameters.Keys | Should -Contain 'WhatIf'
        }
    }
}

Describe 'Commands/<Name>' -ForEach $commandFiles {
    It 'leaves errors and waiting to the base class' {
        # A catch would swallow what Select-Object -First throws; a wait would hold the pipeline thread for ever.
        Get-Code $File | Should -Not -Match '\bcatch\b|ConfigureAwait|\.Result\b|GetResult\(|\.Wait\('
    }
}

Describe 'The doors' {
    It 'are one place that makes error records' {
        Find-Code 'new ErrorRecord\(|\bErrorRecord \w+ = new\(' -Except 'ErrorRecords\.cs$' | Should -BeNullOrEmpty
    }

    It 'are one HttpClient with the key, and a bare one for files' {
        Find-Code '\bHttpClient\(|\bHttpClient \w+ = new\(' -Except 'ApiTransport\.cs$|[\\/]Files[\\/]' | Should -BeNullOrEmpty
    }
}
