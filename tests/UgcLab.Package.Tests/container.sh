#!/usr/bin/env bash
# The module in an Alpine container: read-only, as a user without a name and a home, and stopped during a purchase.
# Needs Docker. Use: container.sh UgcLab.VERSION.zip
set -eu -o pipefail
image=mcr.microsoft.com/powershell:7.4-alpine-3.20
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unzip -q "$1" -d "$work"
mkdir -m 777 "$work/state"

docker run --rm --read-only --user 12345 -e HOME= -v "$work/UgcLab:/UgcLab:ro" "$image" pwsh -NoProfile -NonInteractive -Command '
    $ErrorActionPreference = "Stop"
    Import-Module /UgcLab/UgcLab.psd1
    $test = [pscustomobject] @{ Prompt = "A boat"; Model = "kling-2.6"; Duration = "5"; ProjectId = "p" } | Test-UgcVideo
    if (-not $test.IsValid -or @(Get-UgcHistory).Count -ne 0) { exit 1 }'

# A request takes 10 seconds; the container is stopped after 5 and has 30 to end.
docker run -d --name ugclab-stop --user 12345 -v "$work/UgcLab:/UgcLab:ro" -v "$work/state:/state" "$image" pwsh -NoProfile -NonInteractive -Command '
    Import-Module /UgcLab/UgcLab.psd1
    Connect-UgcLab -Simulator -SimulatorOption @{ StatePath = "/state"; Speed = 1; Latency = [timespan] "00:00:10" }
    "sending"
    1..3 | ForEach-Object { [pscustomobject] @{ Prompt = "Boat $_"; Model = "kling-2.6"; Duration = "5" } } | New-UgcVideo -Batch b' > /dev/null
until docker logs ugclab-stop | grep -q sending; do sleep 1; done
sleep 5
docker stop -t 30 ugclab-stop > /dev/null
docker logs ugclab-stop | tee "$work/log"
docker rm ugclab-stop > /dev/null
grep -q '^Stopped\.' "$work/log"
