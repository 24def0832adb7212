#requires -Version 7.4
<#
.SYNOPSIS
    Runs the Pester tests of the module in out/UgcLab. Start it in a fresh pwsh, because a loaded assembly cannot be replaced.
.DESCRIPTION
    "dotnet test" runs each file with the PowerShell and the Pester of Directory.Packages.props. With those, by hand:

        dotnet run --project tools/Pwsh -- -File tests/Pester/run.ps1

    A pwsh and a Pester (5.7 or later) of your own will do as well: pwsh -File tests/Pester/run.ps1
.PARAMETER Path
    A test file; without it, all of them.
.PARAMETER ResultPath
    Where to write the results, as JUnit XML.
.PARAMETER Pester
    The manifest of Pester, or its name.
#>
param(
    [string]$Path = $PSScriptRoot,
    [string]$ResultPath,
    [string]$Pester = $env:UGCLAB_PESTER ? $env:UGCLAB_PESTER : 'Pester'
)

$ErrorActionPreference = 'Stop'

# No test may see the user's own purchases, or spend with the user's own key.
$env:UGCLAB_STATE_HOME = Join-Path ([IO.Path]::GetTempPath()) "ugclab-pester-$PID"
Remove-Item Env:UGCLAB_API_KEY -ErrorAction Ignore

try {
    # Not with -MinimumVersion, which a path does not allow.
    $version = (Import-Module $Pester -PassThru).Version
    if ($version -lt '5.7') { throw "The tests need Pester 5.7 or later. This is Pester $version." }

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Normal'
    if ($ResultPath) {
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'JUnitXml'
        $configuration.TestResult.OutputPath = $ResultPath
    }

    $run = Invoke-Pester -Configuration $configuration
}
finally {
    Remove-Item $env:UGCLAB_STATE_HOME -Recurse -Force -ErrorAction Ignore
}

# A file that cannot be read has no test that fails; Pester's own verdict counts it.
exit [int]($run.Result -ne 'Passed' -or $run.TotalCount -eq 0)
