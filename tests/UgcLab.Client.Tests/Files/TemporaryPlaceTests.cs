namespace UgcLab.Client.Tests.Files;

public sealed class TemporaryPlaceTests
{
    [Theory]
    [InlineData("GITHUB_ACTIONS", "a GitHub Actions runner")]
    [InlineData("TF_BUILD", "an Azure Pipelines agent")]
    [InlineData("WEBSITE_INSTANCE_ID", "an Azure App Service or Functions instance")]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER", "a container")]
    public void A_runner_is_known_by_its_variable(string variable, string place) =>
        Assert.Equal(place, TemporaryPlace.Name(name => name == variable ? "true" : null, _ => false));

    [Theory]
    [InlineData("/.dockerenv")]
    [InlineData("/run/.containerenv")]
    public void A_container_is_known_by_its_mark(string mark) => Assert.Equal("a container", TemporaryPlace.Name(_ => null, path => path == mark));

    [Fact]
    public void A_computer_without_either_is_kept() => Assert.Null(TemporaryPlace.Name(_ => null, _ => false));

    [Fact]
    public void A_folder_that_was_chosen_is_kept_anywhere() =>
        Assert.Null(TemporaryPlace.Name(name => name is "UGCLAB_STATE_HOME" or "GITHUB_ACTIONS" ? "/kept" : null, _ => true));
}
