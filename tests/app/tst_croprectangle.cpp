#include "images/croprectangle.h"

#include <QTest>

using namespace inceptoscope;

namespace {

Preprocessing preprocessing(int shorterSide, int inputSize)
{
    Preprocessing value;
    value.shorterSide = shorterSide;
    value.inputSize = inputSize;
    return value;
}

/// White in `white`, black elsewhere.
RgbImage spotlight(QSize size, const QRect &white)
{
    RgbImage image{size.width(), size.height(), {}};
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x)
            image.pixels.insert(image.pixels.end(), 3, white.contains(x, y) ? 255 : 0);
    }
    return image;
}

/// The darkest value along each border of a picture: left, top, right, bottom.
QList<int> darkestBorders(const RgbImage &image)
{
    QList<int> darkest(4, 255);
    const auto look = [&](int border, int x, int y) {
        const int value = image.pixels[(static_cast<std::size_t>(y) * image.width + x) * 3];
        darkest[border] = std::min(darkest[border], value);
    };
    for (int i = 0; i < image.width; ++i) {
        look(0, 0, i);
        look(1, i, 0);
        look(2, image.width - 1, i);
        look(3, i, image.height - 1);
    }
    return darkest;
}

} // namespace

class TestCropRectangle : public QObject
{
    Q_OBJECT

private slots:
    void isThePartThatIsSeen_data()
    {
        QTest::addColumn<QSize>("picture");
        QTest::addColumn<int>("shorterSide");
        QTest::addColumn<int>("inputSize");
        QTest::addColumn<QRectF>("expected");
        QTest::newRow("landscape")
            << QSize(640, 480) << 341 << 299
            << QRectF(78 * 640 / 454.0, 21 * 480 / 341.0, 299 * 640 / 454.0, 299 * 480 / 341.0);
        QTest::newRow("portrait") << QSize(480, 640) << 341 << 299
                                  << QRectF(21 * 480 / 341.0, 78 * 640 / 454.0, 299 * 480 / 341.0,
                                            299 * 640 / 454.0);
        QTest::newRow("whole square") << QSize(200, 200) << 128 << 128 << QRectF(0, 0, 200, 200);
        QTest::newRow("half a square") << QSize(200, 200) << 256 << 128 << QRectF(50, 50, 100, 100);
        QTest::newRow("smaller than the input")
            << QSize(20, 10) << 100 << 100 << QRectF(5, 0, 10, 10);
        QTest::newRow("shorter side below the crop")
            << QSize(40, 40) << 100 << 128 << QRectF(0, 0, 40, 40);
        QTest::newRow("one row") << QSize(1000, 1) << 10 << 10 << QRectF(499.5, 0, 1, 1);
        QTest::newRow("no picture") << QSize() << 341 << 299 << QRectF();
        QTest::newRow("no height") << QSize(10, 0) << 341 << 299 << QRectF();
        QTest::newRow("no input") << QSize(10, 10) << 341 << 0 << QRectF();
    }

    void isThePartThatIsSeen()
    {
        QFETCH(QSize, picture);
        QFETCH(int, shorterSide);
        QFETCH(int, inputSize);
        QFETCH(QRectF, expected);
        QCOMPARE(cropRectangle(picture, preprocessing(shorterSide, inputSize)), expected);
    }

    /// Where the frame is drawn is where the pixels come from.
    void agreesWithTheCrop_data()
    {
        QTest::addColumn<QSize>("picture");
        QTest::newRow("landscape") << QSize(903, 301);
        QTest::newRow("portrait") << QSize(310, 777);
        QTest::newRow("square") << QSize(500, 500);
    }

    void agreesWithTheCrop()
    {
        QFETCH(QSize, picture);
        const Preprocessing value = preprocessing(146, 128);
        const QRect seen = cropRectangle(picture, value).toAlignedRect();
        const int reach = 8; // of the filter, pixels of the picture
        const QRect larger = seen.adjusted(-reach, -reach, reach, reach);
        QCOMPARE(darkestBorders(cropSeen(spotlight(picture, larger), value)),
                 (QList<int>{255, 255, 255, 255}));
        const QRect smaller = seen.adjusted(reach, reach, -reach, -reach);
        QCOMPARE(darkestBorders(cropSeen(spotlight(picture, smaller), value)),
                 (QList<int>{0, 0, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(TestCropRectangle)
#include "tst_croprectangle.moc"
