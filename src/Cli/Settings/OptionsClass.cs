using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tracking;
using Karton.Tracking.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Karton.Cli.Settings;

/// <summary>A class of options, and how its values are checked.</summary>
internal sealed record OptionsClass(Type Type, string Section, IReadOnlyList<KnownSetting> Settings)
{
    /// <summary>Whether it says how a server is reached.</summary>
    public bool IsOfServer =>
        Type == typeof(RabbitMqOptions) || Type == typeof(PostgreSqlOptions) || Type == typeof(S3Options);

    /// <summary>What is wrong with the values that are set, a sentence each.</summary>
    public IEnumerable<string> Check(IConfiguration configuration, Func<string, string> place)
    {
        var options = Activator.CreateInstance(Type)!;
        configuration.GetSection(Section).Bind(options);
        if (options is TrackingOptions tracking)
        {
            // It is the data directory that says so.
            tracking.DatabasePath = "karton.db";
        }

        var ranges = Settings
            .Select(setting => (setting, range: setting.Property.GetCustomAttribute<RangeAttribute>()))
            .Where(candidate => candidate.range is not null && candidate.setting.Property.DeclaringType == Type)
            .Where(candidate => !candidate.range!.IsValid(candidate.setting.Property.GetValue(options)))
            .Select(candidate =>
                $"{candidate.setting.Key} is '{configuration[candidate.setting.Key]}'{place(candidate.setting.Key)}; "
                + $"it must be {candidate.range!.Minimum} to {candidate.range.Maximum}.");
        return ranges.Concat(Validate(options));
    }

    // Validators that are made of the attributes say the same again, and less of it.
    private IEnumerable<string> Validate(object options)
    {
        var contract = typeof(IValidateOptions<>).MakeGenericType(Type);
        return Type.Assembly.GetTypes()
            .Where(type => type.IsClass && contract.IsAssignableFrom(type))
            .Where(type => !type.IsDefined(typeof(OptionsValidatorAttribute), inherit: false))
            .Select(type => (ValidateOptionsResult)contract
                .GetMethod(nameof(IValidateOptions<object>.Validate))!
                .Invoke(Activator.CreateInstance(type), [null, options])!)
            .SelectMany(result => result.Failures ?? []);
    }
}
