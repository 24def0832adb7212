# The same with the module. For each line on standard input: all rows once, and the microseconds one took.
param([string]$Service, [string]$Sheet, [string]$Module)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$key = ConvertTo-SecureString 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef' -AsPlainText -Force
Connect-UgcLab -ApiKey $key -BaseUri $Service -RequestLimit 0 -CreationLimit 0 -ReadLimit 0 6> $null

while ($null -ne [Console]::In.ReadLine()) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $jobs = Import-Csv $Sheet | New-UgcVideo 6> $null
    $took = $watch.Elapsed
    [Console]::Out.WriteLine(($took.TotalMicroseconds / $jobs.Count).ToString([cultureinfo]::InvariantCulture))
}
