@{
    RootModule           = 'OneCmdlet.dll'
    ModuleVersion        = '1.0.0'
    GUID                 = '5c0f4f1e-2d0b-4b7e-9a59-0f6a1f0c7d21'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @('Get-One')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}
