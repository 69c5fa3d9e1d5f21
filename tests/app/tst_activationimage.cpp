#include "render/activationimage.h"
#include "support/activations.h"

#include <QTest>

#include <limits>
#include <numeric>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

Activation zeros(GridShape shape)
{
    return activationOf(shape,
                        std::vector<float>(static_cast<std::size_t>(shape.elements()), 0.0F));
}

/// Grey levels as two hex digits, a row of pixels a line; "##" for colours other than grey.
QString printed(const QImage &image)
{
    QString text;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            const bool grey = qRed(pixel) == qGreen(pixel) && qGreen(pixel) == qBlue(pixel);
            text += x > 0 ? QStringLiteral(" ") : QString();
            text += grey ? QStringLiteral("%1").arg(qRed(pixel), 2, 16, QLatin1Char('0'))
                         : QStringLiteral("##");
        }
        text += u'\n';
    }
    return text;
}

SheetOptions tinySheet()
{
    return {
        .map = ColourMap::Grey, .mapSide = 1, .margin = 1, .background = qRgb(0x77, 0x77, 0x77)};
}

} // namespace

class ActivationImageTest : public QObject
{
    Q_OBJECT

private slots:
    void aChannelIsOnePixelACell()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const Activation activation =
            activationOf({2, 2, 3}, {9, 9, 9, 9, 9, 9, 0, 1, 2, 4, -1, nan});
        const QImage image = channelImage(activation, 1, ColourMap::Grey, {0, 4});
        QCOMPARE(image.format(), QImage::Format_RGB32);
        QCOMPARE(printed(image), QStringLiteral("00 40 80\nff 00 ##\n"));
        QCOMPARE(image.pixel(2, 1), notFiniteColour);
    }

    void rangesPerMapAndShared()
    {
        const Activation activation = activationOf({2, 1, 2}, {0, 1, 2, 8});
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, {ScaleMode::PerMap, {}}),
                 (std::vector<ValueRange>{{0, 1}, {0, 8}}));
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, {ScaleMode::PerLayer, {}}),
                 (std::vector<ValueRange>{{0, 8}, {0, 8}}));
        QCOMPARE(channelRanges(activation, ColourMap::Diverging, {ScaleMode::PerMap, {}}),
                 (std::vector<ValueRange>{{-1, 1}, {-8, 8}}));
    }

    void oneRangeCoversWhatIsElsewhere()
    {
        const Activation activation = activationOf({2, 1, 2}, {0, 1, 2, 8});
        const std::vector<Extremes> elsewhere{{0, 2}, {-1, 4}};
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, {ScaleMode::PerMap, {}}, elsewhere),
                 (std::vector<ValueRange>{{0, 2}, {-1, 8}}));
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, {ScaleMode::PerMap, {}}, {{0, 2}}),
                 (std::vector<ValueRange>{{0, 1}, {0, 8}})); // of other channels
        SheetOptions options = tinySheet();
        options.channels = {0};
        options.elsewhere = {{0, 4}, {0, 8}};
        QCOMPARE(printed(sheetImage(activation, options)),
                 QStringLiteral("77 77 77 77\n"
                                "77 00 40 77\n"
                                "77 77 77 77\n"));
    }

    void aFixedRangeIsEverybodys()
    {
        const Activation activation = activationOf({2, 1, 2}, {0, 1, 2, 8});
        const MapScale fixed{ScaleMode::Fixed, {-1, 4}};
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, fixed),
                 (std::vector<ValueRange>{{-1, 4}, {-1, 4}}));
        QCOMPARE(channelRanges(activation, ColourMap::Diverging, fixed),
                 (std::vector<ValueRange>{{-4, 4}, {-4, 4}}));
        QCOMPARE(effectiveScale({2, 1, 1}, fixed), fixed);
    }

    void singleCellsAreScaledTogether()
    {
        const Activation activation = activationOf({2, 1, 1}, {1, 8});
        QCOMPARE(channelRanges(activation, ColourMap::Viridis, {ScaleMode::PerMap, {}}),
                 (std::vector<ValueRange>{{0, 8}, {0, 8}}));
    }

    void aSheetHoldsAllChannelsInOrder()
    {
        const Activation activation = activationOf({3, 1, 2}, {0, 1, 4, 0, 2, 2});
        QCOMPARE(printed(sheetImage(activation, tinySheet())),
                 QStringLiteral("77 77 77 77 77 77 77\n"
                                "77 00 ff 77 ff 00 77\n"
                                "77 77 77 77 77 77 77\n"
                                "77 ff ff 77 77 77 77\n"
                                "77 77 77 77 77 77 77\n"));
    }

    void aSheetHoldsWhatIsAskedForAsAsked()
    {
        const Activation activation = activationOf({3, 1, 2}, {0, 1, 4, 0, 2, 2});
        SheetOptions options = tinySheet();
        options.channels = {2, 0};
        options.captionHeight = 1;
        QCOMPARE(printed(sheetImage(activation, options)),
                 QStringLiteral("77 77 77 77 77 77 77\n"
                                "77 ff ff 77 00 ff 77\n"
                                "77 77 77 77 77 77 77\n"
                                "77 77 77 77 77 77 77\n"));
        const SheetLayout layout = sheetLayout(activation.shape, options);
        QCOMPARE(layout.count, 2);
        QCOMPARE(layout.place(1, options.margin), QRect(4, 1, 2, 1));
    }

    void aSharedScaleIsOneForTheSheet()
    {
        const Activation activation = activationOf({2, 1, 2}, {0, 1, 4, 0});
        SheetOptions options = tinySheet();
        options.scale.mode = ScaleMode::PerLayer;
        QCOMPARE(printed(sheetImage(activation, options)),
                 QStringLiteral("77 77 77 77 77 77 77\n"
                                "77 00 40 77 ff 00 77\n"
                                "77 77 77 77 77 77 77\n"));
    }

    void mapsAreEnlargedByWholeCells()
    {
        const Activation activation = activationOf({1, 1, 2}, {0, 1});
        SheetOptions options = tinySheet();
        options.mapSide = 3;
        options.margin = 0;
        QCOMPARE(printed(sheetImage(activation, options)),
                 QStringLiteral("00 00 ff ff\n00 00 ff ff\n"));
    }

    void sizes_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("maxSide");
        QTest::addColumn<QSize>("size");
        QTest::newRow("17×17×1024") << 1024 << 17 << 8192 << QSize(2308, 2308);
        QTest::newRow("147×147×64") << 64 << 147 << 8192 << QSize(1212, 1212);
        QTest::newRow("1×1×1000") << 1000 << 1 << 8192 << QSize(2180, 2180);
        QTest::newRow("smaller cells") << 1024 << 17 << 1300 << QSize(1220, 1220);
        QTest::newRow("whole rows only") << 100 << 30 << 200 << QSize(174, 174);
        QTest::newRow("not one fits") << 4 << 300 << 200 << QSize();
        QTest::newRow("no channels") << 0 << 8 << 8192 << QSize();
        QTest::newRow("no cells") << 4 << 0 << 8192 << QSize();
    }

    void sizes()
    {
        QFETCH(int, channels);
        QFETCH(int, side);
        QFETCH(int, maxSide);
        const QImage sheet =
            sheetImage(zeros({channels, side, side}), {.map = ColourMap::Grey, .maxSide = maxSide});
        QTEST(sheet.isNull() ? QSize() : sheet.size(), "size");
    }
};

QTEST_APPLESS_MAIN(ActivationImageTest)
#include "tst_activationimage.moc"
