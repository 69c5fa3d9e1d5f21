#include "images/imagedecoder.h"
#include "support/testdata.h"

#include <QBuffer>
#include <QColorSpace>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QImageWriter>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <sys/stat.h>
#include <unistd.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

QByteArray encoded(const QImage &image, const char *format, int quality = 95)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, format);
    writer.setQuality(quality);
    return writer.write(image) ? bytes : QByteArray();
}

/// Quarters of one colour each: top left, top right, bottom left, bottom right.
QImage quarters(QSize size, QImage::Format format, const QList<QColor> &colours)
{
    QImage image(size, format);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            image.setPixelColor(x, y, colours[(2 * y / size.height()) * 2 + 2 * x / size.width()]);
    }
    return image;
}

const QList<QColor> redGreenBlueWhite{Qt::red, Qt::green, Qt::blue, Qt::white};

/// A picture without flat parts, so that a missing end shows.
QImage noise(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    quint32 state = 7;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            state = state * 1664525U + 1013904223U;
            image.setPixel(x, y, 0xff000000U | state >> 8);
        }
    }
    return image;
}

/// R, G, B, W for the corner colours of `quarters`, in reading order; ? for anything else.
QString corners(const QImage &image)
{
    const int right = image.width() - 2;
    const int bottom = image.height() - 2;
    QString letters;
    for (const QPoint &corner :
         {QPoint(1, 1), QPoint(right, 1), QPoint(1, bottom), QPoint(right, bottom)}) {
        const QColor colour = image.pixelColor(corner);
        const int bits =
            (colour.red() > 240) * 4 + (colour.green() > 240) * 2 + (colour.blue() > 240);
        const int dark = (colour.red() < 15) * 4 + (colour.green() < 15) * 2 + (colour.blue() < 15);
        letters += bits + dark == 7 ? QStringLiteral("?BG?R??W")[bits] : u'?';
    }
    return letters;
}

QByteArray exifWith(char orientation)
{
    QByteArray exif("MM\0\x2a\0\0\0\x08"
                    "\0\x01"
                    "\x01\x12\0\x03\0\0\0\x01\0\0\0\0"
                    "\0\0\0\0",
                    26);
    exif[19] = orientation;
    return exif;
}

QByteArray withOrientation(const QByteArray &jpeg, char orientation)
{
    return jpeg.left(2)
        + QByteArray("\xff\xe1\x00\x22"
                     "Exif\0\0",
                     10)
        + exifWith(orientation) + jpeg.mid(2);
}

QByteArray pngChunk(const QByteArray &typeAndData)
{
    quint32 crc = 0xffffffffU;
    for (const char byte : typeAndData) {
        crc ^= static_cast<quint8>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1U ? 0xedb88320U : 0U);
    }
    const auto bigEndian = [](quint32 value) {
        QByteArray bytes(4, '\0');
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    return bigEndian(static_cast<quint32>(typeAndData.size() - 4)) + typeAndData + bigEndian(~crc);
}

/// Behind the header, which has 33 bytes.
QByteArray pngWithExif(const QByteArray &png, const QByteArray &exif)
{
    return png.left(33) + pngChunk("eXIf" + exif) + png.mid(33);
}

QByteArray webpWithExif(const QByteArray &webp, const QByteArray &exif)
{
    const auto littleEndian = [](qsizetype value) {
        QByteArray bytes(4, '\0');
        qToLittleEndian(static_cast<quint32>(value), bytes.data());
        return bytes;
    };
    const QByteArray content = webp.mid(8) + "EXIF" + littleEndian(exif.size()) + exif;
    return "RIFF" + littleEndian(content.size()) + content;
}

QByteArray pngHeader(quint16 width, quint16 height)
{
    QByteArray header("IHDR\0\0ww\0\0hh\x08\x02\0\0\0", 17);
    header[6] = char(width >> 8);
    header[7] = char(width);
    header[10] = char(height >> 8);
    header[11] = char(height);
    return QByteArray("\x89PNG\r\n\x1a\n") + pngChunk(header) + pngChunk("IDAT") + pngChunk("IEND");
}

QByteArray fixture(const char *name)
{
    QFile file(testData("images") / name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString errorOf(const Expected<QImage> &result)
{
    return result ? QStringLiteral("decoded") : QString::fromStdString(result.error().message);
}

} // namespace

class TestImageDecoder : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void readsEveryKindOfPicture_data();
    void readsEveryKindOfPicture();
    void turnsPhotosUpright_data();
    void turnsPhotosUpright();
    void readsFormatsOfPluginsWhereInstalled_data();
    void readsFormatsOfPluginsWhereInstalled();
    void refusesWhatIsNoWholePicture_data();
    void refusesWhatIsNoWholePicture();
    void takesWholeFilesWithOddEnds_data();
    void takesWholeFilesWithOddEnds();
    void refusesWhatIsNoOrdinaryFile_data();
    void refusesWhatIsNoOrdinaryFile();
    void readsAndNamesFilesWithAnyName_data();
    void readsAndNamesFilesWithAnyName();
    void namesThePermissionThatIsMissing();
    void keepsAnEmbeddedProfileForTheScreen();
    void leavesPicturesMarkedWithPlainGammaAlone();
    void conversionsKeepEveryPixel();
    void cropsFromAnyFormat();
    void readsFromManyThreads();

private:
    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
            ? file.fileName()
            : QString();
    }

    QTemporaryDir m_folder;
};

void TestImageDecoder::readsEveryKindOfPicture_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QColor>("topLeft");
    QTest::addColumn<QColor>("bottomRight");

    const auto row = [](const char *name, const QImage &image, const char *format, QColor first,
                        QColor last) {
        QTest::newRow(name) << encoded(image, format) << image.size() << first << last;
    };
    const QSize size(6, 4);
    const QList<QColor> colours{QColor(1, 2, 3), QColor(100, 0, 0), QColor(0, 100, 0),
                                QColor(250, 128, 7)};
    row("PNG", quarters(size, QImage::Format_RGB32, colours), "png", colours[0], colours[3]);
    row("BMP", quarters(size, QImage::Format_RGB32, colours), "bmp", colours[0], colours[3]);
    row("PPM", quarters(size, QImage::Format_RGB32, colours), "ppm", colours[0], colours[3]);
    row("palette PNG",
        quarters(size, QImage::Format_RGB32, colours).convertToFormat(QImage::Format_Indexed8),
        "png", colours[0], colours[3]);
    row("grey PNG",
        quarters(size, QImage::Format_Grayscale8,
                 {QColor(9, 9, 9), Qt::black, Qt::black, QColor(200, 200, 200)}),
        "png", QColor(9, 9, 9), QColor(200, 200, 200));
    row("1-bit PNG",
        quarters(size, QImage::Format_RGB32, {Qt::black, Qt::white, Qt::white, Qt::white})
            .convertToFormat(QImage::Format_Mono),
        "png", Qt::black, Qt::white);
    // Of 16 bits, the upper 8.
    const QColor low = QColor::fromRgba64(0x01ff, 0x01ff, 0x01ff);
    const QColor high = QColor::fromRgba64(0xfeff, 0xfeff, 0xfeff);
    row("16-bit PNG", quarters(size, QImage::Format_RGBX64, {low, low, low, high}), "png",
        QColor(1, 1, 1), QColor(254, 254, 254));
    QImage grey(size, QImage::Format_Grayscale16);
    for (int y = 0; y < size.height(); ++y)
        std::fill_n(reinterpret_cast<quint16 *>(grey.scanLine(y)), size.width(),
                    quint16(y == 0 ? 0x01ff : 0xfeff));
    row("16-bit grey PNG", grey, "png", QColor(1, 1, 1), QColor(254, 254, 254));
    // The colours below the transparency, as convert("RGB") of Pillow gives them.
    row("PNG with transparency",
        quarters(size, QImage::Format_ARGB32,
                 {QColor(9, 200, 7, 0), Qt::red, Qt::red, QColor(255, 0, 0, 51)}),
        "png", QColor(9, 200, 7), QColor(255, 0, 0));
    row("16-bit PNG with transparency",
        quarters(size, QImage::Format_RGBA64,
                 {Qt::transparent, Qt::red, Qt::red, QColor(0, 0, 255, 51)}),
        "png", Qt::black, QColor(0, 0, 255));

    QImage palette(size, QImage::Format_Indexed8);
    palette.setColorTable({qRgba(3, 4, 5, 0), qRgb(12, 34, 56)});
    palette.fill(1);
    palette.setPixel(0, 0, 0);
    row("palette PNG with transparency", palette, "png", QColor(3, 4, 5), QColor(12, 34, 56));
    row("one pixel", quarters({1, 1}, QImage::Format_RGB32, colours), "png", colours[0],
        colours[0]);
    row("one column", quarters({1, 5000}, QImage::Format_RGB32, colours), "png", colours[0],
        colours[2]);
    QTest::newRow("first frame of an animated GIF")
        << fixture("animated.gif") << QSize(8, 6) << QColor(10, 200, 30) << QColor(10, 200, 30);
}

void TestImageDecoder::readsEveryKindOfPicture()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QSize, size);
    QFETCH(QColor, topLeft);
    QFETCH(QColor, bottomRight);

    // The suffix lies, and nobody minds.
    const auto image = decodeImage(write(QStringLiteral("photo.txt"), bytes));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(image->size(), size);
    QCOMPARE(image->format(), QImage::Format_RGB32);
    QCOMPARE(image->pixelColor(0, 0).name(), topLeft.name());
    QCOMPARE(image->pixelColor(size.width() - 1, size.height() - 1).name(), bottomRight.name());
}

void TestImageDecoder::turnsPhotosUpright_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("upright");

    const QByteArray jpeg =
        encoded(quarters({64, 32}, QImage::Format_RGB32, redGreenBlueWhite), "jpeg");
    const char *expected[] = {"RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        QTest::addRow("EXIF orientation %d", orientation)
            << withOrientation(jpeg, static_cast<char>(orientation))
            << (orientation < 5 ? QSize(64, 32) : QSize(32, 64))
            << QString::fromLatin1(expected[orientation - 1]);
    }
    const QByteArray png =
        encoded(quarters({64, 32}, QImage::Format_RGB32, redGreenBlueWhite), "png");
    for (int orientation = 1; orientation <= 8; ++orientation) {
        QTest::addRow("PNG, orientation %d", orientation)
            << pngWithExif(png, exifWith(static_cast<char>(orientation)))
            << (orientation < 5 ? QSize(64, 32) : QSize(32, 64))
            << QString::fromLatin1(expected[orientation - 1]);
    }
    QTest::newRow("PNG, intel") << pngWithExif(
        png, QByteArray("II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 22))
                                << QSize(32, 64) << "BRWG";
    QTest::newRow("PNG, directory beyond the end")
        << pngWithExif(png, QByteArray("II\x2a\0\xff\xff\xff\xff", 8)) << QSize(64, 32) << "RGBW";
    QTest::newRow("PNG, entries beyond the end")
        << pngWithExif(png, QByteArray("II\x2a\0\x08\0\0\0\xff\xff\x12", 11)) << QSize(64, 32)
        << "RGBW";
    QTest::newRow("PNG, impossible orientation")
        << pngWithExif(png, exifWith(9)) << QSize(64, 32) << "RGBW";
    QTest::newRow("PNG, nothing in it") << pngWithExif(png, {}) << QSize(64, 32) << "RGBW";
    QTest::newRow("no EXIF") << jpeg << QSize(64, 32) << "RGBW";
    QTest::newRow("impossible orientation") << withOrientation(jpeg, 77) << QSize(64, 32) << "RGBW";
    QTest::newRow("CMYK JPEG") << fixture("cmyk.jpg") << QSize(32, 32) << "RGBW";
    QTest::newRow("YCCK JPEG") << fixture("ycck.jpg") << QSize(32, 32) << "RGBW";
}

void TestImageDecoder::turnsPhotosUpright()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QSize, size);
    QFETCH(QString, upright);

    const auto image = decodeImageBytes(bytes, QStringLiteral("photo"));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(image->size(), size);
    QCOMPARE(corners(*image), upright);
}

void TestImageDecoder::readsFormatsOfPluginsWhereInstalled_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("upright");

    const QString error =
        QStringLiteral("photo is in a format that cannot be read here (image/%1); "
                       "save it as JPEG or PNG and open that");
    const QByteArray webp = fixture("quarters.webp");
    const QString webpError = error.arg("webp");
    QTest::newRow("WebP") << webp << QByteArray("webp") << webpError << "RGBW";
    QTest::newRow("WebP, orientation 6")
        << webpWithExif(webp, exifWith(6)) << QByteArray("webp") << webpError << "BRWG";
    QTest::newRow("WebP, orientation 8 as JPEG has it")
        << webpWithExif(webp, QByteArray("Exif\0\0", 6) + exifWith(8)) << QByteArray("webp")
        << webpError << "GWRB";
    QTest::newRow("TIFF") << fixture("quarters.tif") << QByteArray("tiff") << error.arg("tiff")
                          << "RGBW";
}

void TestImageDecoder::readsFormatsOfPluginsWhereInstalled()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, format);
    QFETCH(QString, error);
    QFETCH(QString, upright);

    const auto image = decodeImageBytes(bytes, QStringLiteral("photo"));
    if (QImageReader::supportedImageFormats().contains(format)) {
        QVERIFY2(image, qPrintable(errorOf(image)));
        QCOMPARE(corners(*image), upright);
    } else {
        QCOMPARE(errorOf(image), error);
    }
}

void TestImageDecoder::refusesWhatIsNoWholePicture_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("error");

    const QString cut = QStringLiteral(
        "photo is cut short: the file ends before the picture does; copy or download it again");
    const QString damaged = QStringLiteral("photo is damaged or cut short, so no picture can be "
                                           "made of it; copy or download it again");
    const auto part = [](const QByteArray &bytes, int percent) {
        return bytes.left(bytes.size() * percent / 100);
    };

    QTest::newRow("text") << QByteArray("Not a photo at all.\nA second line.\n")
                          << "photo is not a picture (its content is text/plain); choose a photo "
                             "such as a JPEG or PNG file";
    QTest::newRow("zeros") << QByteArray(64, '\0')
                           << "photo is not a picture; choose a photo such as a JPEG or PNG file";
    QTest::newRow("nothing") << QByteArray()
                             << "photo is empty (0 bytes); copy or download it again";
    QTest::newRow("a drawing") << QByteArray(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")
                               << "photo is in a format that cannot be read here (image/svg+xml); "
                                  "save it as JPEG or PNG and open that";

    const QByteArray jpeg = encoded(noise(64, 48), "jpeg");
    QTest::newRow("JPEG, all but its last quarter") << part(jpeg, 75) << cut;
    QTest::newRow("JPEG, all but its last 12 bytes") << jpeg.chopped(12) << cut;
    QTest::newRow("JPEG header alone") << jpeg.left(30) << damaged;
    QTest::newRow("JPEG signature alone") << jpeg.left(4) << damaged;
    QTest::newRow("PNG") << part(encoded(noise(64, 48), "png"), 75) << damaged;
    QTest::newRow("PNG signature alone") << encoded(noise(4, 4), "png").left(8) << damaged;
    QTest::newRow("BMP") << part(encoded(noise(64, 48), "bmp"), 75) << cut;
    QTest::newRow("PPM") << part(encoded(noise(64, 48), "ppm"), 75) << damaged;
    QTest::newRow("GIF") << fixture("noise.gif").chopped(40) << cut;

    QTest::newRow("30,000 by 30,000 PNG") << pngHeader(30'000, 30'000)
                                          << "photo has 30,000 × 30,000 pixels = 900 megapixels, "
                                             "and the limit is 200; make it smaller";
    QTest::newRow("PNG of nothing") << pngHeader(0, 30'000) << damaged;
    QTest::newRow("PNG without data") << pngHeader(100, 100) << damaged;
}

void TestImageDecoder::refusesWhatIsNoWholePicture()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, error);

    QCOMPARE(errorOf(decodeImageBytes(bytes, QStringLiteral("photo"))), error);
    const QString path = write(QStringLiteral("photo.jpg"), bytes);
    QCOMPARE(errorOf(decodeImage(path, QStringLiteral("photo"))), error);
    QCOMPARE(errorOf(decodeImage(path)), path + error.mid(5));
}

void TestImageDecoder::takesWholeFilesWithOddEnds_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray jpeg =
        encoded(quarters({64, 32}, QImage::Format_RGB32, redGreenBlueWhite), "jpeg");
    const QByteArray gif = fixture("quarters.gif");
    QTest::newRow("JPEG followed by anything") << jpeg + QByteArray(5000, 'x');
    QTest::newRow("JPEG followed by half a JPEG") << jpeg + jpeg.left(jpeg.size() / 2);
    QTest::newRow("JPEG without its end mark") << jpeg.chopped(2);
    QTest::newRow("GIF without its end mark") << gif.chopped(1);
    QTest::newRow("GIF followed by anything") << gif + QByteArray(5000, 'x');
    // A JPEG of exactly one block of the reader's buffer.
    QTest::newRow("JPEG of 4096 bytes") << jpeg.left(2) + QByteArray("\xff\xfe")
            + char((4096 - jpeg.size() - 2) >> 8) + char((4096 - jpeg.size() - 2))
            + QByteArray(4096 - jpeg.size() - 4, 'c') + jpeg.mid(2);
}

void TestImageDecoder::takesWholeFilesWithOddEnds()
{
    QFETCH(QByteArray, bytes);

    const auto image = decodeImageBytes(bytes, QStringLiteral("photo"));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(corners(*image), QStringLiteral("RGBW"));
}

void TestImageDecoder::refusesWhatIsNoOrdinaryFile_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("error");

    const QString pipe = m_folder.filePath(QStringLiteral("pipe.jpg"));
    QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
    const QString loop = m_folder.filePath(QStringLiteral("loop.jpg"));
    QVERIFY(QFile::link(loop, loop));
    const QString notAFile = QStringLiteral(
        " is a pipe or a device, not a file; save the picture to a file and open that");
    const QString missing =
        QStringLiteral(" does not exist; it may have been moved, renamed or deleted");

    QTest::newRow("folder") << m_folder.path()
                            << m_folder.path()
            + QStringLiteral(" is a folder, not a picture; open the pictures in it");
    QTest::newRow("pipe") << pipe << pipe + notAFile;
    QTest::newRow("device") << "/dev/zero" << QStringLiteral("/dev/zero") + notAFile;
    QTest::newRow("vanished") << "/nowhere/photo.jpg"
                              << QStringLiteral("/nowhere/photo.jpg") + missing;
    QTest::newRow("below a file") << "/dev/null/photo.jpg"
                                  << QStringLiteral("/dev/null/photo.jpg") + missing;
    QTest::newRow("zero byte in the name") << QStringLiteral("/dev/null") + QChar(u'\0')
            + QStringLiteral("x") << QStringLiteral("/dev/null\\u0000x") + missing;
    QTest::newRow("empty")
        << "/dev/../proc/self/maps"
        << QStringLiteral("/dev/../proc/self/maps is empty (0 bytes); copy or download it again");
    QTest::newRow("link to itself")
        << loop << loop + QStringLiteral(" cannot be opened: Too many levels of symbolic links");
    QTest::newRow("endless name") << QString(5000, u'a')
                                  << QString(5000, u'a')
            + QStringLiteral(" cannot be opened: File name too long");
}

void TestImageDecoder::refusesWhatIsNoOrdinaryFile()
{
    QFETCH(QString, path);
    QFETCH(QString, error);

    QCOMPARE(errorOf(decodeImage(path)), error);
}

void TestImageDecoder::readsAndNamesFilesWithAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");

    QTest::newRow("spaces") << " my  photo .jpg"
                            << " my  photo .jpg";
    QTest::newRow("quotes") << "\"it's\" `x`.jpg"
                            << "\"it's\" `x`.jpg";
    QTest::newRow("Korean letters") << "우리 고양이.jpg"
                                    << "우리 고양이.jpg";
    QTest::newRow("line breaks") << "two\nlines\r\tand.jpg"
                                 << "two\\nlines\\r\\tand.jpg";
    QTest::newRow("turned writing direction")
        << QStringLiteral("photo\u202egpj.exe") << "photo\\u202egpj.exe";
    QTest::newRow("emoji") << QStringLiteral("👩\u200d🚀.jpg") << QStringLiteral("👩\u200d🚀.jpg");
    QTest::newRow("markup") << "<b>&amp;%1.jpg"
                            << "<b>&amp;%1.jpg";
}

void TestImageDecoder::readsAndNamesFilesWithAnyName()
{
    QFETCH(QString, name);
    QFETCH(QString, shown);

    const QImage picture = quarters({64, 32}, QImage::Format_RGB32, redGreenBlueWhite);
    const auto image = decodeImage(write(name, encoded(picture, "png")));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(*image, picture);

    const QString emptied = write(name, {});
    QCOMPARE(errorOf(decodeImage(emptied, name)),
             shown + QStringLiteral(" is empty (0 bytes); copy or download it again"));
}

void TestImageDecoder::namesThePermissionThatIsMissing()
{
    const QString path = write(QStringLiteral("private.jpg"), encoded(noise(4, 4), "png"));
    QVERIFY(QFile::setPermissions(path, {}));
    const bool isRoot = ::geteuid() == 0; // whom no permission stops
    QVERIFY(!isRoot || ::seteuid(65534) == 0);
    const QString error = errorOf(decodeImage(path, QStringLiteral("private.jpg")));
    QVERIFY(!isRoot || ::seteuid(0) == 0);
    QCOMPARE(
        error,
        QStringLiteral(
            "private.jpg cannot be opened: you have no permission to read it; ask its owner or "
            "copy it to a place of your own"));
}

/// The networks see the pixels as they are stored, a person what they mean.
void TestImageDecoder::keepsAnEmbeddedProfileForTheScreen()
{
    // Display P3 (0.4, 0.6, 0.2) is sRGB (0.334, 0.607, 0.091).
    QImage picture(4, 4, QImage::Format_RGB32);
    picture.fill(QColor(102, 153, 51));
    picture.setColorSpace(QColorSpace::DisplayP3);
    const auto image = decodeImageBytes(encoded(picture, "png"), QStringLiteral("photo"));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(image->pixelColor(2, 2), QColor(102, 153, 51));
    QCOMPARE(toRgb(*image).pixels[0], 102);
    const QColor colour = shownInSrgb(*image).pixelColor(2, 2);
    QVERIFY2(std::abs(colour.red() - 85) <= 1 && std::abs(colour.green() - 155) <= 1
                 && std::abs(colour.blue() - 23) <= 1,
             qPrintable(colour.name()));
}

void TestImageDecoder::leavesPicturesMarkedWithPlainGammaAlone()
{
    QImage picture = noise(8, 8);
    picture.setColorSpace(QColorSpace(QColorSpace::Primaries::SRgb, 2.2F));
    const auto image = decodeImageBytes(encoded(picture, "png"), QStringLiteral("photo"));
    QVERIFY2(image, qPrintable(errorOf(image)));
    QCOMPARE(*image, noise(8, 8));
    QCOMPARE(shownInSrgb(*image), noise(8, 8));
}

void TestImageDecoder::conversionsKeepEveryPixel()
{
    const QImage picture = noise(5, 3);
    const RgbImage rgb = toRgb(picture);
    QCOMPARE(rgb.width, 5);
    QCOMPARE(rgb.height, 3);
    const QRgb last = picture.pixel(4, 2);
    const std::vector<std::uint8_t> end(rgb.pixels.end() - 3, rgb.pixels.end());
    QCOMPARE(
        end,
        (std::vector<std::uint8_t>{quint8(qRed(last)), quint8(qGreen(last)), quint8(qBlue(last))}));
    QCOMPARE(toQImage(rgb), picture);
    QCOMPARE(toRgb(QImage()), RgbImage());
    QVERIFY(toQImage({}).isNull());
}

void TestImageDecoder::cropsFromAnyFormat()
{
    Preprocessing preprocessing;
    preprocessing.shorterSide = 40;
    preprocessing.inputSize = 33;
    for (const auto format : {QImage::Format_RGB32, QImage::Format_ARGB32, QImage::Format_RGB888,
                              QImage::Format_Grayscale8, QImage::Format_RGBA64}) {
        QImage picture = noise(61, 47).convertToFormat(format);
        if (picture.hasAlphaChannel())
            picture.setPixelColor(5, 5, QColor(10, 20, 30, 40));
        QCOMPARE(cropSeen(picture, preprocessing), cropSeen(toRgb(picture), preprocessing));
    }
    QCOMPARE(cropSeen(QImage(), preprocessing), RgbImage());
}

void TestImageDecoder::readsFromManyThreads()
{
    const QImage picture = noise(64, 48);
    const QByteArray whole = encoded(picture, "png");
    const QByteArray cut = encoded(picture, "jpeg").chopped(100);
    std::atomic<int> right = 0;
    QThreadPool pool;
    pool.setMaxThreadCount(4);
    for (int i = 0; i < 40; ++i) {
        pool.start([&, i] {
            const auto image = decodeImageBytes(i % 2 == 0 ? whole : cut, QStringLiteral("photo"));
            right += i % 2 == 0 ? image == picture : !image;
        });
    }
    pool.waitForDone();
    QCOMPARE(right.load(), 40);
}

QTEST_GUILESS_MAIN(TestImageDecoder)
#include "tst_imagedecoder.moc"
