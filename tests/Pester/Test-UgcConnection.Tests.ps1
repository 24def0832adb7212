BeforeAll { . $PSScriptRoot/common.ps1 }

AfterAll { Disconnect-UgcLab }

Describe 'Test-UgcConnection' {
    It 'costs one read and buys nothing' {
        $service = Connect-Rehearsal
        (Test-UgcConnection).IsConnected | Should -BeTrue
        (Get-Arrival $service).Any | Should -Be 1
    }

    It 'says True or False alone with -Quiet' {
        $null = Connect-Rehearsal @{ Faults = @{ Kind = 'Unauthorized'; On = 'Projects' } }
        Test-UgcConnection -Quiet | Should -BeExactly $false
        Test-UgcConnection -Quiet | Should -BeExactly $true
    }

    It 'tells <failure> in its result, at once and without an error' -TestCases @(
        @{ fault = 'Unauthorized'; failure = 'KeyRefused'; status = 401 }
        @{ fault = 'Forbidden'; failure = 'AccessDenied'; status = 403 }
        @{ fault = 'TooManyRequests'; failure = 'RateLimited'; status = 429 }
        @{ fault = 'ServerError'; failure = 'ServerError'; status = 500 }
        @{ fault = 'ConnectFailure'; failure = 'NetworkError'; status = $null }
        @{ fault = 'Redirect'; failure = 'NotTheService'; status = 307 }
    ) {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = $fault; Times = 9 } }
        $result = Test-UgcConnection -ErrorAction Stop
        $result.IsConnected | Should -BeFalse
        $result.Failure | Should -Be $failure
        $result.StatusCode | Should -Be $status
        $result.Message | Should -Match '\w+ \w+'
        (Get-Arrival $service).Any | Should -Be 1
    }

    It 'tells it of a computer that nobody answers on' {
        Connect-UgcLab -ApiKey (ConvertTo-SecureString ('ugc_' + ('1' * 48)) -AsPlainText -Force) -BaseUri http://127.0.0.1:9/
        $result = Test-UgcConnection
        $result.Failure | Should -Be 'NetworkError'
        $result | Out-String | Should -Match '(?m)^Failure +: NetworkError'
    }

    It 'says how to connect when nobody is connected' {
        Disconnect-UgcLab
        $result = Test-UgcConnection
        $result.Failure | Should -Be 'NotConnected'
        $result.Message | Should -BeLike '*Connect-UgcLab*'
        Test-UgcConnection -Quiet | Should -BeFalse
    }
}

Describe 'Test-UgcConnection -Contract' {
    It 'sends twelve reads, buys nothing, and says of each how it stands to the documentation' {
        $service = Connect-Rehearsal
        $found = Test-UgcConnection -Contract
        $arrived = Get-Arrival $service
        $arrived.Any, $arrived.Create | Should -Be 12, 0
        Get-Sold $service | Should -BeNullOrEmpty
        $found.Verdict | Should -BeIn 'Agrees', 'Differs', 'Learned', 'NotTested'
        ($found | Where-Object Topic -EQ 'Rate-limit headers').Found | Should -BeLike 'On 12 of 12 answers; X-RateLimit-Limit: *'
        ($found | Where-Object Topic -EQ 'Unknown job').Found | Should -Be '404 UGC_NOT_FOUND'
    }

    It 'finds the rehearsal''s projects and errors as documented' {
        $null = Connect-Rehearsal
        $found = Test-UgcConnection -Contract | Where-Object Topic -In 'Shape of projects', 'Error envelope', 'Page size 1', 'Page size 100', 'Form of ids'
        $found.Count | Should -Be 5
        $found.Verdict | Select-Object -Unique | Should -Be 'Agrees'
    }

    It 'finds nothing in a rehearsal that differs from the documentation' {
        $null = Connect-Rehearsal
        $found = Test-UgcConnection -Contract
        $found | Where-Object Verdict -EQ 'Differs' | Should -BeNullOrEmpty
        ($found | Where-Object Topic -EQ 'Unknown key').Verdict | Should -Be 'Learned'
    }

    It 'writes a report without key, ids and names, and takes the place of a file only with -Force' {
        $null = Connect-Rehearsal @{ ProjectNames = @('Secret campaign') }
        $path = Join-Path $TestDrive 'reports/contract.json'
        $null = Test-UgcConnection -Contract -ReportPath $path
        $text = Get-Content -Raw $path
        $text | Should -Not -Match 'Secret|deadbeef|ugc_[0-9a-f]{6}|req_'
        foreach ($project in Get-UgcProject) { $text | Should -Not -BeLike "*$($project.Id)*" }
        ($text | ConvertFrom-Json).findings.topic | Should -Contain 'Unknown key'
        { Test-UgcConnection -Contract -ReportPath $path -ErrorAction Stop } | Should -Throw -ErrorId 'UgcFileExists*'
        { Test-UgcConnection -Contract -ReportPath $path -Force -ErrorAction Stop } | Should -Not -Throw
    }

    It 'shows topic, verdict and what was found' {
        $null = Connect-Rehearsal
        Get-Heading (Test-UgcConnection -Contract | Out-String -Width 160) | Should -Be 'Topic', 'Verdict', 'Found'
    }

    It 'ends with an error when <fault> shows that there is nothing to test' -TestCases @(
        @{ fault = 'Unauthorized'; id = 'UgcKeyRefused' }
        @{ fault = 'ConnectFailure'; id = 'UgcNetworkError' }
    ) {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = $fault; Times = 99 } }
        { Test-UgcConnection -Contract -ErrorAction Stop } | Should -Throw -ErrorId "$id*"
        (Get-Arrival $service).Any | Should -Be 1
    }

    It 'goes on after a later read that fails' {
        $service = Connect-Rehearsal @{ Faults = @{ Kind = 'ConnectFailure'; On = 'Job' } }
        $found = Test-UgcConnection -Contract -ErrorAction Stop | Where-Object Topic -EQ 'Unknown job'
        $found.Verdict | Should -Be 'NotTested'
        (Get-Arrival $service).Any | Should -Be 12
    }

    It 'is an error without a session' {
        Disconnect-UgcLab
        { Test-UgcConnection -Contract -ErrorAction Stop } | Should -Throw -ErrorId 'UgcNotConnected*'
    }
}

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Test-UgcConnection | Should -BeNullOrEmpty }
}
