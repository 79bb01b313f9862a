using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Cab;

/// <summary>Cabinets, stored or packed with MSZIP. The library has no reader for them.</summary>
internal sealed class CabContainer : IContainer
{
    public async Task UnpackAsync(Unpacking unpacking)
    {
        var directory = unpacking.Guard(() => CabDirectory.Read(unpacking.Source));
        foreach (var files in directory.Files.GroupBy(file => file.Folder))
        {
            if (files.Key >= directory.Folders.Count)
            {
                RefuseAll(unpacking, files, RefusedException.Unsupported("It is spread over several cabinets."));
                continue;
            }

            var folder = directory.Folders[files.Key];
            if (folder.Method is not (CabMethod.Stored or CabMethod.MsZip))
            {
                RefuseAll(unpacking, files, RefusedException.Unsupported(
                    $"Cabinets packed with {folder.Method} are not supported."));
                continue;
            }

            await UnpackAsync(unpacking, new CabFolderStream(unpacking.Source, folder, directory.BlockReserve), files);
        }
    }

    private static async Task UnpackAsync(Unpacking unpacking, Stream folder, IEnumerable<CabFile> files)
    {
        var counted = new CountedStream(folder, unpacking);
        var position = 0L;
        RefusedException? lost = null;
        foreach (var file in files.OrderBy(file => file.Offset))
        {
            unpacking.CountMember();
            if (file.Offset < position)
            {
                unpacking.Refuse(
                    new RefusedException(RefusalReasons.Overlap, "It shares data with a file before it."), file.Name);
                continue;
            }

            var refusal = lost ?? await TryTakeAsync(unpacking, counted, file, file.Offset - position);
            position = file.Offset + file.Size;
            if (refusal is not null)
            {
                unpacking.Refuse(refusal, file.Name);
                lost = RefusedException.LostBehind(refusal);
            }
        }
    }

    private static async Task<RefusedException?> TryTakeAsync(
        Unpacking unpacking, CountedStream folder, CabFile file, long gap)
    {
        try
        {
            unpacking.Guard(() => ForwardStream.Skip(folder, gap));
            return await unpacking.TryTakeAsync(new Entry
            {
                Name = file.Name,
                Size = file.Size,
                Open = () => new Rest(folder, file.Size),
                IsPart = true,
            });
        }
        catch (RefusedException refused) when (!refused.EndsArchive)
        {
            return refused;
        }
    }

    private static void RefuseAll(Unpacking unpacking, IEnumerable<CabFile> files, RefusedException refusal)
    {
        foreach (var file in files)
        {
            unpacking.CountMember();
            unpacking.Refuse(refusal, file.Name);
        }
    }
}
