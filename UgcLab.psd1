@{
    RootModule           = 'bin/UgcLab.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '7c5b6b1e-7c63-4d0c-9b0e-0d4c4e0f5a11'
    Author               = 'The UgcLab authors'
    CompanyName          = 'UgcLab'
    Copyright            = '(c) The UgcLab authors. MIT license.'
    Description          = 'From a spreadsheet to a folder of finished videos with UGC Lab: no purchase repeated on a guess, no id lost.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('UgcLab.Format.ps1xml')
    CmdletsToExport      = @(
        'Clear-UgcHistory'
        'Connect-UgcLab'
        'Copy-UgcStore'
        'Disconnect-UgcLab'
        'Export-UgcReport'
        'Get-UgcActor'
        'Get-UgcBatch'
        'Get-UgcContext'
        'Get-UgcHistory'
        'Get-UgcJob'
        'Get-UgcLimit'
        'Get-UgcModel'
        'Get-UgcProfile'
        'Get-UgcProject'
        'Get-UgcUsage'
        'Initialize-UgcStore'
        'Invoke-UgcBatch'
        'Invoke-UgcRequest'
        'Measure-UgcVideo'
        'New-UgcImage'
        'New-UgcMotionVideo'
        'New-UgcProductVideo'
        'New-UgcSheet'
        'New-UgcTalkingActor'
        'New-UgcVideo'
        'Register-UgcProfile'
        'Remove-UgcBatch'
        'Resolve-UgcBatchRow'
        'Save-UgcVideo'
        'Set-UgcProfile'
        'Show-UgcReport'
        'Test-UgcConnection'
        'Test-UgcVideo'
        'Unregister-UgcProfile'
        'Wait-UgcJob'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @('Save-UgcImage')
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('UGC', 'Video', 'AI', 'Sora', 'Veo', 'Kling', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'The first version. Creates videos from the rows of a file, waits for them, and saves them. CHANGELOG.md in the sources lists all changes.'
        }
    }
}
