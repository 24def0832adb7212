#requires -Version 7.4
<#
.SYNOPSIS
    Imports the module from a zip file that a browser has downloaded, under the policy RemoteSigned. Windows only.
.PARAMETER Zip
    The zip file that "./build.ps1 Pack" makes.
#>
param([Parameter(Mandatory)] [string]$Zip)

$ErrorActionPreference = 'Stop'
$work = New-Item (Join-Path ([IO.Path]::GetTempPath()) "ugclab-downloaded-$PID") -ItemType Directory
Expand-Archive $Zip $work
$files = Get-ChildItem $work -Recurse -File

# What Explorer writes to each file of a downloaded archive.
$files | ForEach-Object { Set-Content $_ -Stream Zone.Identifier -Value "[ZoneTransfer]`r`nZoneId=3" }
try { Import-Module "$work/UgcLab/UgcLab.psd1"; $isRefused = $false } catch { $isRefused = $true }
if (-not $isRefused) { throw 'A downloaded module was loaded under RemoteSigned, so the README asks for Unblock-File without need.' }

$files | Unblock-File
Import-Module "$work/UgcLab/UgcLab.psd1"
"Unblock-File is enough: $(@(Get-UgcModel).Count) models."
