# What a careful user would write in place of the module. For each line on standard input: all rows once, and the microseconds one took.
param([string]$Service, [string]$Sheet, [switch]$KeepSession)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$common = @{ Headers = @{ Authorization = 'Bearer ugc_0123456789abcdef0123456789abcdef0123456789abcdef' } }
if ($KeepSession) {
    # The type is in the assembly of this module, which no command has loaded yet.
    Import-Module Microsoft.PowerShell.Utility
    $common.WebSession = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
}

while ($null -ne [Console]::In.ReadLine()) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $jobs = Import-Csv $Sheet | ForEach-Object {
        $body = @{
            projectId   = $_.ProjectId
            prompt      = $_.Prompt
            model       = $_.Model
            duration    = $_.Duration
            aspectRatio = $_.AspectRatio
            variants    = [int]$_.Variants
        } | ConvertTo-Json
        Invoke-RestMethod -Method Post -Uri "${Service}ugc/video" -ContentType application/json -Body $body @common
    }
    $took = $watch.Elapsed
    [Console]::Out.WriteLine(($took.TotalMicroseconds / $jobs.Count).ToString([cultureinfo]::InvariantCulture))
}
