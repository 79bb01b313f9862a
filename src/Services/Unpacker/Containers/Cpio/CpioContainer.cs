using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Cpio;

/// <summary>cpio in its binary, old and new form. The library has no reader for it.</summary>
internal sealed class CpioContainer : IContainer
{
    private const string Trailer = "TRAILER!!!";
    private const int FileType = 0xF000;
    private const int Regular = 0x8000;
    private const int Directory = 0x4000;
    private const int Link = 0xA000;

    public async Task UnpackAsync(Unpacking unpacking)
    {
        var source = unpacking.Source;
        source.Position = 0;
        while (unpacking.Guard(() => CpioHeader.Read(source)) is var header && header.Name != Trailer)
        {
            unpacking.CountMember();
            var start = source.Position;
            switch (header.Mode & FileType)
            {
                case Regular or 0:
                    await unpacking.TakeAsync(new Entry
                    {
                        Name = header.Name,
                        Size = header.Size,
                        Open = () => new Rest(source, header.Size),
                        StandsAlone = true,
                    });
                    break;
                case Directory:
                    break;
                case Link:
                    unpacking.Refuse(new RefusedException(RefusalReasons.Link, "It is a symbolic link."), header.Name);
                    break;
                default:
                    unpacking.Refuse(
                        new RefusedException(RefusalReasons.Special, "It is a device or a pipe."), header.Name);
                    break;
            }

            source.Position = start + header.PaddedSize;
        }
    }
}
