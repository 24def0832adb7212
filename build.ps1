#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, packs or installs UgcLab.
.DESCRIPTION
    A thin wrapper for those who have PowerShell: "dotnet build" alone makes the module, in out/UgcLab.
.PARAMETER Task
    Build: out/UgcLab. Test: the same as "dotnet test", which builds and runs all suites. Pack: builds, then out/UgcLab.VERSION.zip.
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

function Invoke-Pack {
    Invoke-Build
    $package = Join-Path $PSScriptRoot "out/UgcLab.$(Get-ModuleVersion).zip"
    Remove-Item $package -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($module, $package, 'Optimal', $true)
    $package
}

function Invoke-Install {
    Invoke-Build
    $folders = $env:PSModulePath -split [IO.Path]::PathSeparator | Where-Object { $_ }
    $user = @($folders | Where-Object { $_.StartsWith($HOME, [StringComparison]::OrdinalIgnoreCase) }) + $folders | Select-Object -First 1
    $target = [IO.Path]::Combine($user, 'UgcLab', (Get-ModuleVersion))

    # Removed first: a file of an earlier build must not stay, and one in use must not be written into.
    if (Test-Path $target) { Remove-Item $target -Recurse -Force }
    $null = New-Item $target -ItemType Directory -Force
    Copy-Item (Join-Path $module '*') $target -Recurse
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
