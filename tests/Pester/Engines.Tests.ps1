# Third-party assemblies and native libraries load when the store is first used, in a load context of their own. Each test
# is a process of its own, because nothing that is loaded can be unloaded.

BeforeDiscovery {
    # Built with tests/UgcLab.Pester.Tests, which "dotnet test" builds.
    $built = $env:UGCLAB_OTHER_SQLITE ? $env:UGCLAB_OTHER_SQLITE : "$PSScriptRoot/../../artifacts/bin/UgcLab.Pester.Tests/debug"
    $hasOther = Test-Path "$built/Microsoft.Data.Sqlite.dll"
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $module = Join-Path $repository 'out/UgcLab'

    # A state folder with a purchase in it.
    $state = Connect-Rehearsal
    $null = New-UgcVideo @boat -Reference recorded
    Disconnect-UgcLab

    # What a process has loaded: "CONTEXT: ASSEMBLY", and "native: FILE".
    $probe = @'
function Get-Loaded {
    [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match '^(UgcLab|Excel|Microsoft\.Data\.Sqlite|SQLitePCLRaw|OtherSqlite)' } |
        ForEach-Object { "$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name): $($_.GetName().Name)" }
    [Diagnostics.Process]::GetCurrentProcess().Modules.FileName | Where-Object { $_ -match '[\\/](lib)?(e_|win)?sqlite3\.' } | ForEach-Object { "native: $_" }
}
'@

    # Runs a script and returns the lines it printed; what went wrong comes last.
    function Invoke-File([string] $Script, [string] $Path = $module, [string] $LibraryPath) {
        $before = $env:LD_LIBRARY_PATH
        try {
            if ($LibraryPath) { $env:LD_LIBRARY_PATH = $LibraryPath }
            $child = Start-Child "`$module = '$Path/UgcLab.psd1'`n`$env:UGCLAB_STATE_HOME = '$state'`n$probe`n$Script"
        }
        finally { $env:LD_LIBRARY_PATH = $before }
        $child.WaitForExit(120000) | Should -BeTrue
        Get-Content (Join-Path $child.Folder 'OUT'), (Join-Path $child.Folder 'ERR')
    }

    # A copy of the module without its native libraries.
    function New-BareModule {
        $folder = Join-Path $TestDrive "bare-$([Guid]::NewGuid().ToString('N'))/UgcLab"
        Copy-Item $module $folder -Recurse
        Remove-Item (Join-Path $folder 'engines/runtimes') -Recurse
        $folder
    }

    $runtime = Join-Path $module "engines/runtimes/$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/native"
    $ours = 'Default: UgcLab.Client', 'Default: UgcLab.PowerShell', 'Default: UgcLab.Simulator'
}

Describe 'The load contexts' {
    It 'hold nothing of the engine after import, help, and what needs no store' {
        $printed = Invoke-File @'
Import-Module $module
$null = Get-Command -Module UgcLab -Syntax
foreach ($name in (Get-Command -Module UgcLab).Name) { $null = Get-Help $name -Full }
$null = Get-UgcModel
$null = Test-UgcVideo 'A paper boat sails by' -Model kling-2.6 -Duration 5
Get-Loaded
'@
        $printed | Should -Contain 'Default: UgcLab.PowerShell'
        $printed | Where-Object { $_ -notin $ours } | Should -BeNullOrEmpty
    }

    It 'hold nothing of a database before a session is opened' {
        $printed = Invoke-File 'Import-Module $module; $null = Get-UgcContext; Get-Loaded'
        $printed -match 'sqlite' | Should -BeNullOrEmpty
    }

    It 'are two once the store is read: ours in the default one, the engine''s in its own' {
        $printed = Invoke-File 'Import-Module $module; "READ $((Get-UgcHistory).Reference)"; Connect-UgcLab -Simulator; Get-Loaded'
        $printed | Should -Contain 'READ recorded'
        $printed -match '^Default: ' | Sort-Object | Should -Be $ours
        $printed -match '^UgcLab engines: ' | Sort-Object | Should -Be ('Microsoft.Data.Sqlite', 'SQLitePCLRaw.core', 'SQLitePCLRaw.provider.e_sqlite3', 'UgcLab.Engines' | ForEach-Object { "UgcLab engines: $_" })
        $native = $printed -match '^native: '
        $native | Should -HaveCount 1
        $native[0] | Should -BeLike "native: $runtime*"
    }

    It 'have the reader of workbooks in the private one, after the first workbook' {
        $workbook = Join-Path $TestDrive 'ads.xlsx'
        $main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
        $relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        $parts = [ordered] @{
            'xl/workbook.xml'            = "<workbook xmlns='$main' xmlns:r='$relations'><sheets><sheet name='May' sheetId='1' r:id='r1'/></sheets></workbook>"
            'xl/_rels/workbook.xml.rels' = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' Type='$relations/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
            'xl/worksheets/sheet1.xml'   = "<worksheet xmlns='$main'><sheetData><row r='1'><c r='A1' t='str'><v>Prompt</v></c></row><row r='2'><c r='A2' t='str'><v>A paper boat sails by</v></c></row></sheetData></worksheet>"
        }
        $zip = [IO.Compression.ZipFile]::Open($workbook, 'Create')
        foreach ($name in $parts.Keys) {
            $writer = [IO.StreamWriter]::new($zip.CreateEntry($name).Open())
            $writer.Write($parts[$name])
            $writer.Dispose()
        }
        $zip.Dispose()
        $printed = Invoke-File "Import-Module `$module; Connect-UgcLab -Simulator; Invoke-UgcBatch '$workbook' -Model kling-2.6 -Duration 5 -WhatIf; Get-Loaded"
        $printed -match '^UgcLab engines: (UgcLab\.)?Excel' | Sort-Object | Should -Be ('ExcelDataReader', 'ExcelNumberFormat', 'UgcLab.Excel' | ForEach-Object { "UgcLab engines: $_" })
        $printed -match '^Default: ' | Sort-Object | Should -Be $ours
        $printed -match 'Batch ads: 1 row; 1 to send' | Should -HaveCount 1
    }

    It 'share one contract, however often the module is imported' {
        $printed = Invoke-File @'
function Get-Contract($step) {
    "$step $((Get-UgcHistory).Reference)"
    $engines = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'UgcLab.Engines' })
    $store = $engines[0].GetType('UgcLab.Engines.Sqlite.SqliteStore').GetInterface('UgcLab.Store.IStore')
    "$step $($engines.Count) $([object]::ReferenceEquals($store, [UgcLab.Store.IStore]))"
}
Import-Module $module; Get-Contract first
Import-Module $module -Force; Get-Contract forced
Remove-Module UgcLab; Import-Module $module; Get-Contract again
'@
        $printed | Should -Be 'first recorded', 'first 1 True', 'forced recorded', 'forced 1 True', 'again recorded', 'again 1 True'
    }
}

Describe 'Beside a module with another Microsoft.Data.Sqlite' -Skip:(-not $hasOther) {
    BeforeAll {
        # As such modules are: their assemblies are loaded into the default context, with a native library beside them.
        $built = $env:UGCLAB_OTHER_SQLITE ? $env:UGCLAB_OTHER_SQLITE : (Join-Path $repository 'artifacts/bin/UgcLab.Pester.Tests/debug')
        $other = Join-Path $TestDrive 'OtherSqlite'
        $null = New-Item -ItemType Directory $other
        Copy-Item (Join-Path $built 'Microsoft.Data.Sqlite.dll'), (Join-Path $built 'SQLitePCLRaw.*.dll') $other
        Copy-Item (Join-Path $built "runtimes/$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/native/*") $other
        Set-Content (Join-Path $other 'OtherSqlite.psm1') @'
Add-Type -Path "$PSScriptRoot/Microsoft.Data.Sqlite.dll"
function Invoke-OtherSqlite([string] $Sql) {
    $connection = [Microsoft.Data.Sqlite.SqliteConnection]::new("Data Source=:memory:")
    $connection.Open()
    $command = $connection.CreateCommand()
    $command.CommandText = $Sql
    "OTHER $($command.ExecuteScalar()) $([Microsoft.Data.Sqlite.SqliteConnection].Assembly.GetName().Version.Major)"
    $connection.Dispose()
}
'@
        $theirs = "Import-Module '$other/OtherSqlite.psm1'; Invoke-OtherSqlite 'SELECT 6 * 7'"
        $mine = 'Import-Module $module; "READ $((Get-UgcHistory).Reference)"'
        $rehearsal = "Connect-UgcLab -Simulator; `"BOUGHT `$((New-UgcVideo 'A paper boat sails by' -Model kling-2.6 -Duration 5).Model)`""
    }

    It 'both work when it comes <when>' -TestCases @(
        @{ when = 'first'; order = { "$theirs`n$mine" } }
        @{ when = 'second'; order = { "$mine`n$theirs" } }
    ) {
        $printed = Invoke-File "$(& $order)`n$rehearsal`nInvoke-OtherSqlite 'SELECT 6 * 7'`n`"READ `$((Get-UgcHistory -First 1).Model)`"`nGet-Loaded"
        ($printed -match '^OTHER').Count | Should -Be 2
        $printed | Should -Contain 'OTHER 42 9'
        $printed | Should -Contain 'READ recorded'
        $printed | Should -Contain 'READ kling-2.6'
        $printed | Should -Contain 'BOUGHT kling-2.6'
        $printed | Should -Contain 'Default: Microsoft.Data.Sqlite'
        $printed | Should -Contain 'UgcLab engines: Microsoft.Data.Sqlite'
        $printed -match '^native: ' | Should -HaveCount 2
    }
}

Describe 'Without the native library that ships with the module' -Skip:(-not $IsLinux) {
    It 'takes the system''s' {
        # What the loader finds is the system's, wherever it lies.
        $system = New-Item -ItemType Directory (Join-Path $TestDrive 'system')
        Copy-Item (Join-Path $runtime 'libe_sqlite3.so') (Join-Path $system 'libsqlite3.so.0')
        $printed = Invoke-File -Path (New-BareModule) -LibraryPath $system 'Import-Module $module; "READ $((Get-UgcHistory).Reference)"; Get-Loaded'
        $printed | Should -Contain 'READ recorded'
        $printed -match '^native: ' | Should -Be "native: $system/libsqlite3.so.0"
    }

    It 'creates nothing where the system has none either, and one error names both' {
        $system = New-Item -ItemType Directory (Join-Path $TestDrive 'none')
        Set-Content (Join-Path $system 'libsqlite3.so.0') 'This is no library.'
        $service = Join-Path $TestDrive 'unsold'
        $bare = New-BareModule
        $printed = Invoke-File -Path $bare -LibraryPath $system @"
Import-Module `$module
Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = '$service'; Speed = 2000 }
try { 1..3 | ForEach-Object { [pscustomobject] @{ Prompt = "A paper boat, number `$_"; Model = 'kling-2.6'; Duration = 5 } } | New-UgcVideo } catch { "ERROR `$(`$_.FullyQualifiedErrorId)"; "MESSAGE `$_"; "ADVICE `$(`$_.ErrorDetails.RecommendedAction)" }
"ERRORS `$(`$Error.Count)"
"@
        $printed | Should -Contain 'ERROR UgcStoreUnavailable,UgcLab.PowerShell.Commands.NewUgcVideoCommand'
        $message = $printed -match '^MESSAGE'
        $message | Should -BeLike "*$bare/engines/runtimes/*libe_sqlite3.so*"
        $message | Should -BeLike '*libsqlite3.so.0*'
        $printed -match '^ADVICE' | Should -BeLike '*libsqlite3-0*'
        $printed | Should -Contain 'ERRORS 1'
        @(Get-Sold $service) | Should -HaveCount 0
    }
}
