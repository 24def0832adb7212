# How many milliseconds Import-Module takes for a module, in this process; with a second path, after that was imported.
param([string]$Module, [string]$Before)

$ErrorActionPreference = 'Stop'
if ($Before) {
    Import-Module $Before
}

$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$took = $watch.Elapsed
[Console]::Out.WriteLine($took.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))
