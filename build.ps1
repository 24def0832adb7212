#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, packs or installs UgcLab.
.DESCRIPTION
    A thin wrapper for those who have PowerShell: "dotnet build" alone makes the module, in out/UgcLab.
.PARAMETER Task
    Build: out/UgcLab. Test: the same as "dotnet test", which builds and runs all suites. Pack: out/package, with the module for the
    PowerShell Gallery and as a zip file, the NuGet packages of the libraries, the list of components, and SHA-256 sums.
    Install: builds, then copies the module to where Import-Module finds it by name.
.PARAMETER Configuration
    Release or Debug.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 Install; Import-Module UgcLab
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack', 'Install')]
    [string]$Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string]$Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'out/UgcLab'

function Invoke-Native([string]$Command, [string[]]$Arguments) {
    & $Command @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$Command $($Arguments -join ' ') ended with $LASTEXITCODE." }
}

function Get-ModuleVersion { (Import-PowerShellDataFile (Join-Path $module 'UgcLab.psd1')).ModuleVersion }

function Invoke-Build {
    Invoke-Native dotnet @('build', (Join-Path $PSScriptRoot 'UgcLab.slnx'), '-c', $Configuration)
}

function Invoke-Test {
    Invoke-Native dotnet @('test', (Join-Path $PSScriptRoot 'UgcLab.slnx'), '-c', $Configuration)
}

# Two builds of one commit, on any computer with the same SDK and PowerShell, give the same bytes.
function Invoke-Pack {
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) { throw 'Pack needs PowerShell 7.5 or later.' }
    . (Join-Path $PSScriptRoot 'tools/Archives.ps1')
    $out = Join-Path $PSScriptRoot 'out/package'
    Remove-Item $out -Recurse -Force -ErrorAction Ignore
    $null = New-Item $out -ItemType Directory
    $source = Join-Path $PSScriptRoot 'src'
    $same = @('-c', $Configuration, '-p:ContinuousIntegrationBuild=true', '-p:RunAnalyzers=false', '-nologo', '-v', 'q')
    Invoke-Native dotnet (@('build', (Join-Path $source 'UgcLab.PowerShell')) + $same)
    foreach ($library in 'Client', 'Engines', 'Simulator') {
        Invoke-Native dotnet (@('pack', (Join-Path $source "UgcLab.$library"), '--no-build', '-o', $out) + $same)
    }

    $version = Get-ModuleVersion
    $null = Test-ModuleManifest (Join-Path $module 'UgcLab.psd1')
    Compress-PSResource $module -DestinationPath $out
    Get-ChildItem $out | Where-Object Extension -In '.nupkg', '.snupkg' | ForEach-Object { Repair-Package $_.FullName }
    Compress-Folder $module (Join-Path $out "UgcLab.$version.zip")

    Push-Location $PSScriptRoot
    try {
        Invoke-Native dotnet @('tool', 'restore')
        Invoke-Native dotnet @('dotnet-CycloneDX', 'tools/Shipped/Shipped.csproj', '-rs', '-ipr', '-ed', '-ef', 'System.Memory', '-ns', '-sn', 'UgcLab', '-sv', $version,
            '-o', $out, '-fn', "UgcLab.$version.cdx.json", '-F', 'Json')
    }
    finally { Pop-Location }

    $components = Join-Path $out "UgcLab.$version.cdx.json"
    $text = [IO.File]::ReadAllText($components) -replace '\s*"timestamp": "[^"]*",', ''
    [IO.File]::WriteAllText($components, $text)

    # In the form that "sha256sum --check" reads.
    $sums = Get-ChildItem $out | Sort-Object Name -Culture '' | ForEach-Object {
        "$((Get-FileHash $_.FullName -Algorithm SHA256).Hash.ToLowerInvariant())  $($_.Name)`n"
    }
    [IO.File]::WriteAllText((Join-Path $out 'SHA256SUMS'), -join $sums)
    Get-ChildItem $out
}

function Invoke-Install {
    Invoke-Build
    $folders = $env:PSModulePath -split [IO.Path]::PathSeparator | Where-Object { $_ }
    $user = @($folders | Where-Object { $_.StartsWith($HOME, [StringComparison]::OrdinalIgnoreCase) }) + $folders | Select-Object -First 1
    $target = [IO.Path]::Combine($user, 'UgcLab', (Get-ModuleVersion))

    # Moved aside first: a file of an earlier build must not stay, and half of one must not remain.
    $old = "$target.$PID.old"
    if (Test-Path $target) {
        try { [IO.Directory]::Move($target, $old) }
        catch { throw "$target is in use. Close the shells and editors that have the module loaded, and run the command again." }
    }

    $null = New-Item $target -ItemType Directory -Force
    Copy-Item (Join-Path $module '*') $target -Recurse
    Remove-Item $old -Recurse -Force -ErrorAction Ignore
    $target
}

try {
    & "Invoke-$Task"
}
catch {
    # An error of ours as one line, and an exit code that a CI understands.
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}
