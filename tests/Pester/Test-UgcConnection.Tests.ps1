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

Describe 'Its help' {
    It 'describes the cmdlet and each parameter, with an example' { Get-HelpGap Test-UgcConnection | Should -BeNullOrEmpty }
}
