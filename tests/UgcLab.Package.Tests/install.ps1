#requires -Version 7.4
<#
.SYNOPSIS
    Publishes the module to a repository in a folder, installs it by name, runs the campaign of the README, updates, and uninstalls it.
.DESCRIPTION
    Start it in a fresh pwsh that has a home directory of its own (on Windows, any user's): what is installed there is removed again.
    Works with the PSResourceGet of PowerShell 7.4 and later.
.PARAMETER Zip
    The zip file that "./build.ps1 Pack" makes.
.PARAMETER Work
    An empty folder for the repository and the videos.
#>
param(
    [Parameter(Mandatory)] [string]$Zip,
    [Parameter(Mandatory)] [string]$Work
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Remove-Item Env:UGCLAB_API_KEY -ErrorAction Ignore
$Work = (New-Item $Work -ItemType Directory -Force).FullName
$env:UGCLAB_STATE_HOME = Join-Path $Work 'state'
$name = 'UgcLabInstallTest'

function Assert([bool]$IsTrue, [string]$What) {
    if (-not $IsTrue) { throw "Failed: $What" }
    "Passed: $What"
}

# This pwsh: as a program, or as "dotnet exec pwsh.dll" from the package on NuGet.
function Invoke-Fresh([string]$Command) {
    $program = [Environment]::ProcessPath
    $first = [IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet' ? @('exec', [Environment]::GetCommandLineArgs()[0]) : @()
    & $program @first -NoProfile -NonInteractive -Command $Command
}

Expand-Archive $Zip $Work
$module = Join-Path $Work 'UgcLab'
$version = (Import-PowerShellDataFile "$module/UgcLab.psd1").ModuleVersion
Assert (-not (Get-Module UgcLab -ListAvailable)) 'UgcLab is not installed yet'

$folder = New-Item (Join-Path $Work 'repository') -ItemType Directory
Register-PSResourceRepository -Name $name -Uri $folder.FullName -Trusted
try {
    Publish-PSResource -Path $module -Repository $name
    Install-PSResource UgcLab -Repository $name -Scope CurrentUser
    Import-Module UgcLab
    Assert ((Get-Module UgcLab).Version -eq $version) "Import-Module finds version $version by its name"
    Assert ((Get-Module UgcLab).Path -notlike "$Work*repository*" -and (Get-Module UgcLab).Path -notlike "$module*") 'it is the installed one'

    Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = Join-Path $Work 'rehearsal'; Speed = 500 } 6> $null
    $campaign = Join-Path $PSScriptRoot '../../examples/campaign.csv'
    $run = Invoke-UgcBatch $campaign -Destination (Join-Path $Work 'videos') -SkipInvalid -Force 3> $null 6> $null
    Assert ($run.Saved -eq 11 -and $run.Invalid -eq 1) "the campaign of the README saves $($run.VideosSaved) videos"
    Assert (@(Get-ChildItem (Join-Path $Work 'videos') -Filter *.mp4).Count -eq $run.VideosSaved) 'they are in the folder'

    # A newer build, while this process has the old one loaded.
    $newer = ([version]$version).Major, ([version]$version).Minor, (([version]$version).Build + 1) -join '.'
    (Get-Content "$module/UgcLab.psd1" -Raw).Replace("'$version'", "'$newer'") | Set-Content "$module/UgcLab.psd1" -NoNewline
    Publish-PSResource -Path $module -Repository $name
    Update-PSResource UgcLab -Repository $name
    Assert (@(Get-UgcHistory).Count -gt 0) 'the loaded version keeps working after Update-PSResource'
    Assert ((Invoke-Fresh 'Import-Module UgcLab; (Get-Module UgcLab).Version.ToString()') -eq $newer) "a new pwsh imports version $newer"

    Disconnect-UgcLab
    Remove-Module UgcLab
}
finally {
    # Windows keeps the assemblies of this process, so a process that has not loaded them removes both versions.
    Invoke-Fresh "Uninstall-PSResource UgcLab -Version '*' -ErrorAction SilentlyContinue"
    Unregister-PSResourceRepository -Name $name
}

Assert (-not (Invoke-Fresh 'Get-Module UgcLab -ListAvailable')) 'nothing of it is installed after Uninstall-PSResource'
