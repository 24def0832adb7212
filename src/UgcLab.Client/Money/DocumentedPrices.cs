using System.Globalization;

namespace UgcLab.Money;

/// <summary>The prices that the documentation gives, for kinds that were never bought here.</summary>
internal static class DocumentedPrices
{
    public static UgcPrice? Of(PriceKind kind)
    {
        if (CreationKind.At(kind.Endpoint) is not CreationKind creation || Catalogue.Find(kind.Model, creation.Kind) is not UgcModel model)
        {
            return null;
        }

        UgcDocumentedPrice? price = model.Prices.FirstOrDefault(each => each.Tier == kind.Tier && (each.Duration is null || each.Duration == kind.Duration));
        decimal? credits = price?.Duration is null ? price?.Credits * SecondsBegun(kind.Duration) : price.Credits;
        return credits is not decimal known ? null : new UgcPrice
        {
            Kind = kind.ToString(),
            Credits = known,
            Charges = 0,
            Least = known,
            Most = known,
            Source = model.Source,
            DocumentedOn = model.DocumentedOn,
        };
    }

    // How the service rounds parts of a second is not documented: a bound on spending wants the most that it can come to.
    private static decimal? SecondsBegun(string? duration) =>
        decimal.TryParse(duration, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) ? Math.Ceiling(seconds) : null;
}
