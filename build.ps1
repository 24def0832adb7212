#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, packs or installs UgcLab.
.DESCRIPTION
    A thin wrapper for those who have PowerShell: "dotnet build" alone makes the module, in out/UgcLab.
.PARAMETER Task
    Build: out/UgcLab. Test: builds, then all suites. Pack: builds, then out/UgcLab.VERSION.zip.
    Install: builds, then copies the module to where Import-Module finds it by name.
.PARAMETER Configuration
    Release or Debug.
.PARAMETER Bootstrap
    Gets Pester for the current user when Test finds none.
.EXAMPLE
    ./build.ps1 -Task Test -Bootstrap
.EXAMPLE
    ./build.ps1 Install; Import-Module UgcLab
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack', 'Install')]
    [string]$Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string]$Configuration = 'Release',

    [switch]$Bootstrap
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'out/UgcLab'

function Invoke-Native([string]$Command, [string[]]$Arguments) {
    & $Command @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "$Command $($Arguments -join ' ') ended with $LASTEXITCODE." }
}

function Get-ModuleVersion { (Import-PowerShellDataFile (Join-Path $module 'UgcLab.psd1')).ModuleVersion }

function Assert-Pester {
    if (Get-Module Pester -ListAvailable | Where-Object Version -ge '5.5') { return }

    $get = if (Get-Command Install-PSResource -ErrorAction Ignore) {
        'Install-PSResource Pester -Version "[5.5,6.0)" -Scope CurrentUser -TrustRepository'
    }
    else {
        'Install-Module Pester -MinimumVersion 5.5 -MaximumVersion 5.99 -Scope CurrentUser -Force -SkipPublisherCheck'
    }

    if (-not $Bootstrap) { throw "The tests want Pester 5.5 or later. Run this, or use -Bootstrap: $get" }
    Invoke-Expression $get
}

function Invoke-Build {
    Invoke-Native dotnet @('build', (Join-Path $PSScriptRoot 'UgcLab.slnx'), '-c', $Configuration)
}

function Invoke-Test {
    Assert-Pester
    Invoke-Build

    # Both suites run, whatever the first says.
    $failed = @()
    try { Invoke-Native dotnet @('test', (Join-Path $PSScriptRoot 'UgcLab.slnx'), '-c', $Configuration, '--no-build') }
    catch { $failed += $_ }

    # A process of its own, for this one may have an older build of the module loaded.
    $pwsh = (Get-Process -Id $PID).Path
    try { Invoke-Native $pwsh @('-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'tests/Pester/run.ps1')) }
    catch { $failed += $_ }

    if ($failed) { throw ($failed -join [Environment]::NewLine) }
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
