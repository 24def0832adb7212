# One campaign in a fresh pwsh, from the sheet to the files. Says its seconds in one line.
param([string]$Service, [string]$Sheet, [string]$Module, [string]$What, [string]$Destination, [double]$Scale)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$ProgressPreference = 'SilentlyContinue'
$null = New-Item -ItemType Directory -Force $Destination
$plainKey = 'ugc_0123456789abcdef0123456789abcdef0123456789abcdef'
$headers = @{ Authorization = "Bearer $plainKey" }
if ($What -notin 'naive', 'careful', 'overlapped') {
    Import-Module $Module
    $limits = if ($Scale) { "20/$(60 / $Scale)s", "100/$(3600 / $Scale)s", "1000/$(3600 / $Scale)s" } else { '0', '0', '0' }
    $key = ConvertTo-SecureString $plainKey -AsPlainText -Force
    Connect-UgcLab -ApiKey $key -BaseUri $Service -RequestLimit $limits[0] -CreationLimit $limits[1] -ReadLimit $limits[2] 6>$null
}

# The scripts' waits, as fast as the limits.
function Wait($Seconds) { Start-Sleep -Milliseconds (1000 * $Seconds / [Math]::Max(1, $Scale)) }

# What a script sends for a row.
function Body($Row) { @{ projectId = $Row.ProjectId; prompt = $Row.Prompt; model = $Row.Model; duration = $Row.Duration; variants = [int]$Row.Variants } | ConvertTo-Json }

# A request that is repeated when the service refuses it as one too many.
function Send($Path, $Method = 'Get', $Body) {
    while ($true) {
        try { return Invoke-RestMethod "$Service$Path" -Method $Method -Body $Body -ContentType application/json -Headers $headers }
        catch { if ($_.Exception.Response.StatusCode -ne 429) { throw }; Wait 5 }
    }
}

$watch = [Diagnostics.Stopwatch]::StartNew()
switch ($What) {
    'naive' {
        # Sends all, then reads one after another, and saves one after another. It stops at nothing, and repeats nothing.
        $ids = Import-Csv $Sheet | ForEach-Object {
            try { (Invoke-RestMethod "${Service}ugc/video" -Method Post -Body (Body $_) -ContentType application/json -Headers $headers).data.jobs.ugcId } catch { $null = $_ }
        }
        foreach ($id in $ids) {
            do {
                try { $job = (Invoke-RestMethod "${Service}ugc/$id" -Headers $headers).data } catch { $job = $null }
                if ($job.status -ne 'COMPLETED') { Wait 5 }
            } until ($job.status -eq 'COMPLETED')
            Invoke-WebRequest $job.videoUrl -OutFile "$Destination/$id.mp4"
        }
    }
    { $_ -in 'careful', 'overlapped' } {
        # One loop of reads each two seconds, four downloads side by side, repeats. The overlapped one saves what each round finds.
        $open = [Collections.Generic.List[string]]@(Import-Csv $Sheet | ForEach-Object { (Send 'ugc/video' Post (Body $_)).data.jobs.ugcId })
        $done = [Collections.Generic.List[object]]::new()
        while ($open.Count -gt 0) {
            foreach ($id in @($open)) {
                $job = (Send "ugc/$id").data
                if ($job.status -eq 'COMPLETED') { $null = $open.Remove($id); $done.Add($job) }
            }
            if ($What -eq 'overlapped' -or $open.Count -eq 0) {
                $done | ForEach-Object -ThrottleLimit 4 -Parallel { Invoke-WebRequest $_.videoUrl -OutFile "$using:Destination/$($_.id).mp4" }
                $done.Clear()
            }
            if ($open.Count -gt 0) { Wait 2 }
        }
    }
    'batch' { $null = Invoke-UgcBatch $Sheet -Name first -Destination $Destination -Force 6>$null }
    'updated' { $null = Invoke-UgcBatch $Sheet -Name first -Destination $Destination -Force 6>$null }
    'history' { $null = Invoke-UgcBatch $Sheet -Name second -Destination $Destination -Force 6>$null }
    { $_ -in 'pipeline', 'pipeline-history' } { $null = Import-Csv $Sheet | New-UgcVideo | Wait-UgcJob | Save-UgcVideo -Destination $Destination }
}
[Console]::Out.WriteLine($watch.Elapsed.TotalSeconds.ToString('0.00', [cultureinfo]::InvariantCulture))
