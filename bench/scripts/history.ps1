# Commands that read the store, in a warm pwsh: the median of each in milliseconds, in one line NAME=MS;NAME=MS.
param([string]$Service, [string]$Module)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$key = ConvertTo-SecureString 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef' -AsPlainText -Force
Connect-UgcLab -ApiKey $key -BaseUri $Service -RequestLimit 0 -CreationLimit 0 -ReadLimit 0 -ProjectId clzz0000000000000project1 6> $null
$script:number = 0
function New-Prompt { $script:number++; "A red boat sails past lighthouse number $script:number of $PID, soft light, no text" }
$job = (New-UgcVideo (New-Prompt) -Model veo-3.1 -Duration 8).UgcId

$commands = [ordered]@{
    'New-UgcVideo'                 = { New-UgcVideo (New-Prompt) -Model veo-3.1 -Duration 8 }
    'New-UgcVideo -MaxCredit'      = { New-UgcVideo (New-Prompt) -Model veo-3.1 -Duration 8 -MaxCredit 100000 }
    'New-UgcVideo -Batch'          = { New-UgcVideo (New-Prompt) -Model veo-3.1 -Duration 8 -Batch ads 6>$null }
    'Get-UgcLimit'                 = { Get-UgcLimit }
    'Get-UgcHistory -First 10'     = { Get-UgcHistory -First 10 }
    'Get-UgcHistory -Reference x'  = { Get-UgcHistory -Reference mug-000007 }
    'Get-UgcHistory -State x'      = { Get-UgcHistory -State Unconfirmed }
    'Get-UgcJob (of the store), 10' = { Get-UgcHistory -First 10 | Select-Object -ExpandProperty Jobs }
    'Get-UgcJob ID'                = { Get-UgcJob $job }
    'Get-UgcBatch'                 = { Get-UgcBatch }
    'Measure-UgcVideo'             = { [pscustomobject]@{ Prompt = 'A red boat sails past'; Model = 'veo-3.1'; Duration = '8' } | Measure-UgcVideo }
}
$lines = foreach ($name in $commands.Keys) {
    $command = $commands[$name]
    1..8 | ForEach-Object { $null = & $command }
    $times = 1..15 | ForEach-Object { (Measure-Command { $null = & $command }).TotalMilliseconds } | Sort-Object
    '{0}={1}' -f $name, $times[7].ToString([cultureinfo]::InvariantCulture)
}
[Console]::Out.WriteLine($lines -join ';')
