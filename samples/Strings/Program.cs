using Karton.Samples.Strings;
using Karton.Sdk;
using Karton.Sdk.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.AddKarton(args, karton => karton.AddConsumer<StringsService>());
builder.Services.TryAddSingleton<IObjectStore>(_ => new FileObjectStore("objects"));
return await builder.Build().RunKartonAsync();
