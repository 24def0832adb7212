#requires -Version 7.4
<#
.SYNOPSIS
    Runs the Pester suite over the module in out/UgcLab. Start it in a fresh pwsh: a loaded assembly cannot be replaced.
.PARAMETER ResultPath
    Where to write the results, as JUnit XML.
#>
param([string]$ResultPath)

$ErrorActionPreference = 'Stop'

# No test may see the user's own purchases, or spend with the user's own key.
$env:UGCLAB_STATE_HOME = Join-Path ([IO.Path]::GetTempPath()) "ugclab-pester-$PID"
Remove-Item Env:UGCLAB_API_KEY -ErrorAction Ignore

try {
    Import-Module Pester -MinimumVersion 5.5
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $PSScriptRoot
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
