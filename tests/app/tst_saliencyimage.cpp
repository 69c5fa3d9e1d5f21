#include "render/saliencyimage.h"

#include <QTest>

#include <limits>

using namespace inceptoscope;

namespace {

SaliencyMap map(SaliencyMethod method, Extent grid, double cell, std::vector<float> values)
{
    return {method, 0, {}, grid, cell, cell, std::move(values)};
}

} // namespace

class SaliencyImageTest : public QObject
{
    Q_OBJECT

private slots:
    void theScaleIsTheMapsOwn()
    {
        const std::vector<float> values{0.5F, 2.0F};
        QCOMPARE(rangeOf(map(SaliencyMethod::GradCam, {1, 2}, 1, values)), (ValueRange{0, 2}));
        QCOMPARE(rangeOf(map(SaliencyMethod::ClassActivation, {1, 2}, 1, values)),
                 (ValueRange{-2, 2}));
        QCOMPARE(rangeOf(map(SaliencyMethod::Occlusion, {1, 2}, 1, {-3.0F, 1.0F})),
                 (ValueRange{-3, 3}));
    }

    void valuesAreInterpolatedBetweenTheMiddlesOfCells()
    {
        const QImage image =
            saliencyImage(map(SaliencyMethod::GradCam, {1, 2}, 4, {0.0F, 8.0F}), {8, 4});
        QCOMPARE(image.size(), QSize(8, 4));
        for (int x = 0; x < 8; ++x) {
            const double value = std::clamp((x + 0.5 - 2.0) / 4.0, 0.0, 1.0);
            for (int y = 0; y < 4; ++y)
                QCOMPARE(image.pixel(x, y), colourOf(ColourMap::Viridis, value));
        }
    }

    void windowsAreCells()
    {
        const float unknown = std::numeric_limits<float>::quiet_NaN();
        const QImage image = saliencyImage(
            map(SaliencyMethod::Occlusion, {2, 2}, 3, {-1.0F, 2.0F, 0.0F, unknown}), {5, 4});
        for (int y = 0; y < 4; ++y) {
            for (int x = 0; x < 5; ++x) {
                const QRgb expected[] = {colourOf(ColourMap::Diverging, 0.25),
                                         colourOf(ColourMap::Diverging, 1.0),
                                         colourOf(ColourMap::Diverging, 0.5), qRgba(0, 0, 0, 0)};
                QCOMPARE(image.pixel(x, y), expected[y / 3 * 2 + x / 3]);
            }
        }
    }

    void liesOverTheCrop()
    {
        QImage crop(75, 75, QImage::Format_RGB32);
        crop.fill(Qt::white);
        const SaliencyMap halves{
            SaliencyMethod::Occlusion, 0, {}, {1, 2}, 75, 37.5, {-0.5F, 1.25F}};
        const QImage alone = saliencyOver(crop, halves, 0.0);
        QCOMPARE(alone.size(), QSize(525, 525)); // 7 × 75
        QCOMPARE(alone.pixelColor(100, 100), QColor(Qt::white));
        const QImage map = saliencyOver(crop, halves, 1.0);
        QCOMPARE(map.pixel(100, 100), colourOf(ColourMap::Diverging, 0.3));
        QCOMPARE(map.pixel(500, 500), colourOf(ColourMap::Diverging, 1.0));
    }

    void aMapOfZerosHidesNothing()
    {
        const QImage image = saliencyImage(map(SaliencyMethod::GradCam, {1, 1}, 2, {0.0F}), {2, 2});
        QCOMPARE(image.pixel(1, 1), qRgba(0, 0, 0, 0));
    }
};

QTEST_GUILESS_MAIN(SaliencyImageTest)
#include "tst_saliencyimage.moc"
