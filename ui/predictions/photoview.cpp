#include "predictions/photoview.h"

#include "common/iconloader.h"
#include "images/picturescaler.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QAction>
#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace inceptoscope {

namespace {
constexpr QSize usualSize{36 * gridUnit, 27 * gridUnit};
constexpr QSize smallestSize{16 * gridUnit, 12 * gridUnit};
constexpr int placeholderIcon = 5 * gridUnit;
/// From here on the pixels of a crop are meant to be seen.
constexpr qreal visiblePixel = 3.0;

void paintOver(QPainter &painter, const QRectF &place, const ShownPhoto &shown)
{
    painter.setOpacity(shown.opacity);
    painter.drawImage(place, shown.overlay);
    painter.setOpacity(1.0);
}

/// What is left out is darker; the frame shows on light and dark photos alike.
void paintFrame(QPainter &painter, const QRectF &photo, const ShownPhoto &shown, qreal width)
{
    const qreal across = photo.width() / shown.picture.width();
    const qreal down = photo.height() / shown.picture.height();
    const QRectF frame(photo.left() + shown.frame.left() * across,
                       photo.top() + shown.frame.top() * down, shown.frame.width() * across,
                       shown.frame.height() * down);
    paintOver(painter, frame, shown);
    QPainterPath outside;
    outside.addRect(photo);
    QPainterPath inside;
    inside.addRect(frame);
    painter.fillPath(outside.subtracted(inside), QColor(0, 0, 0, 120));
    painter.setBrush(Qt::NoBrush);
    const QRectF line = frame.adjusted(width, width, -width, -width);
    for (const QPen &pen :
         {QPen(QColor(0, 0, 0, 130), 3.0 * width), QPen(Qt::white, 1.5 * width)}) {
        painter.setPen(
            QPen(pen.brush(), pen.widthF(), Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(line);
    }
}

} // namespace

QImage drawn(const ShownPhoto &photo)
{
    constexpr int usualSide = 480; // at which the frame has the width that it has on the screen
    QImage image = photo.picture.convertToFormat(QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF place(image.rect());
    if (photo.frame.isEmpty())
        paintOver(painter, place, photo);
    else
        paintFrame(painter, place, photo,
                   std::max(1.0, qreal(std::min(image.width(), image.height())) / usualSide));
    return image;
}

PhotoView::PhotoView(QWidget *parent)
    : QWidget(parent)
    , m_scaler(new PictureScaler(this))
    , m_cropAction(
          new QAction(themedIcon(QStringLiteral("crop")), tr("Show what the network sees"), this))
{
    setProblem({});
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_cropAction->setCheckable(true);
    m_cropAction->setEnabled(false);
    m_cropAction->setShortcut(Qt::Key_C);
    m_cropAction->setShortcutContext(Qt::WidgetShortcut);
    m_cropAction->setToolTip(tr("Show the crop the network sees instead of the photo (C)"));
    addAction(m_cropAction);
    connect(m_scaler, &PictureScaler::scaled, this, &PhotoView::showScaled);
    connect(m_scaler, &PictureScaler::failed, this, &PhotoView::showProblem);
    connect(m_cropAction, &QAction::toggled, this, [this] { update(); });
}

void PhotoView::setPicture(const QImage &picture)
{
    m_picture = picture;
    if (!m_problem.isEmpty())
        m_requestedKey = 0; // it is tried again
    setProblem({});
    if (picture.isNull()) {
        m_scaler->cancel();
        m_scaled = {};
        m_scaledKey = 0;
        m_requestedKey = 0;
    }
    update();
    emit changed();
}

void PhotoView::setCropFrame(const QRectF &frame)
{
    m_frame = frame;
    update();
    emit changed();
}

void PhotoView::setCrop(const QImage &crop)
{
    m_crop = crop;
    m_cropAction->setEnabled(!crop.isNull());
    update();
    emit changed();
}

void PhotoView::setOverlay(const QImage &overlay, double opacity)
{
    m_overlay = overlay;
    m_opacity = opacity;
    update();
    emit changed();
}

bool PhotoView::showsCrop() const
{
    return m_cropAction->isChecked() && !m_crop.isNull();
}

ShownPhoto PhotoView::shown() const
{
    if (showsCrop())
        return {m_crop, {}, m_overlay, m_opacity};
    return {m_picture, m_frame, m_overlay, m_opacity};
}

bool PhotoView::isSettled() const
{
    return m_picture.isNull() || !m_problem.isEmpty()
        || (m_scaledKey == m_picture.cacheKey()
            && m_scaled.size() == fittedPixels(m_picture.size()));
}

QSize PhotoView::sizeHint() const
{
    return usualSize;
}

QSize PhotoView::minimumSizeHint() const
{
    return smallestSize;
}

void PhotoView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void PhotoView::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !m_picture.isNull())
        emit enlargeRequested();
    else
        QWidget::keyPressEvent(event);
}

void PhotoView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_picture.isNull())
        emit enlargeRequested();
    else
        QWidget::mouseDoubleClickEvent(event);
}

void PhotoView::showScaled(const QImage &scaled, qint64 key)
{
    m_scaled = scaled;
    m_scaledKey = key;
    setProblem({});
    update();
    if (isSettled())
        emit settled();
}

/// In place of what was shown before, which is another photo or of another size.
void PhotoView::showProblem(const QString &sentence, qint64 key)
{
    m_scaled = {};
    m_scaledKey = key;
    setProblem(sentence);
    update();
    emit settled();
}

void PhotoView::setProblem(const QString &sentence)
{
    m_problem = sentence;
    setAccessibleName(sentence.isEmpty() ? tr("Photo") : tr("Photo: %1").arg(sentence));
}

/// Asked while painting, so that only what is seen is scaled, and for the screen it is seen on.
void PhotoView::requestScaled()
{
    const QSize size = fittedPixels(m_picture.size());
    const qint64 key = m_picture.cacheKey();
    if (m_picture.isNull() || (key == m_requestedKey && size == m_requestedSize))
        return;
    m_requestedKey = key;
    m_requestedSize = size;
    m_scaler->request(m_picture, size);
}

/// Device pixels that a picture of that size has where it fills the view.
QSize PhotoView::fittedPixels(QSize picture) const
{
    const QSize available = (QSizeF(size()) * devicePixelRatioF()).toSize();
    return picture.scaled(available, Qt::KeepAspectRatio).expandedTo({1, 1});
}

/// In the middle, on whole device pixels.
QRectF PhotoView::placeOf(QSize picture) const
{
    const qreal ratio = devicePixelRatioF();
    const QSize pixels = fittedPixels(picture);
    const QSize available = (QSizeF(size()) * ratio).toSize();
    const QPointF corner((available.width() - pixels.width()) / 2,
                         (available.height() - pixels.height()) / 2);
    return {corner / ratio, QSizeF(pixels) / ratio};
}

void PhotoView::paintEvent(QPaintEvent *)
{
    requestScaled();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (showsCrop())
        paintCrop(painter);
    else if (!m_scaled.isNull())
        paintPhoto(painter);
    else if (!m_problem.isEmpty())
        paintProblem(painter);
    else if (m_picture.isNull())
        paintPlaceholder(painter);
    if (hasFocus())
        paintFocus(painter);
}

void PhotoView::paintPhoto(QPainter &painter) const
{
    const bool current = m_scaledKey == m_picture.cacheKey();
    const QRectF place = placeOf(current ? m_picture.size() : m_scaled.size());
    painter.drawImage(place, m_scaled);
    if (current && !m_frame.isEmpty())
        paintFrame(painter, place, shown(), 1.0);
}

void PhotoView::paintCrop(QPainter &painter) const
{
    const QRectF place = placeOf(m_crop.size());
    const bool pixelsShow = place.width() >= visiblePixel * m_crop.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !pixelsShow);
    painter.drawImage(place, m_crop);
    paintOver(painter, place, shown());
}

/// Around what is shown.
void PhotoView::paintFocus(QPainter &painter) const
{
    const QSize shown = showsCrop() ? m_crop.size() : m_scaled.size();
    const QRectF place = shown.isEmpty() ? QRectF(rect()) : placeOf(shown);
    painter.setPen(QPen(Theme::fromPalette(palette()).accent, 2.0, Qt::SolidLine, Qt::SquareCap,
                        Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(1.0, 1.0, -1.0, -1.0));
}

void PhotoView::paintPlaceholder(QPainter &painter) const
{
    const Theme theme = Theme::fromPalette(palette());
    const QImage icon = iconImage(QStringLiteral("image"),
                                  qRound(placeholderIcon * devicePixelRatioF()), theme.line);
    QRectF place(0.0, 0.0, placeholderIcon, placeholderIcon);
    place.moveCenter(QRectF(rect()).center());
    painter.drawImage(place, icon);
}

void PhotoView::paintProblem(QPainter &painter) const
{
    painter.setPen(Theme::fromPalette(palette()).text);
    painter.drawText(rect().adjusted(gridUnit, gridUnit, -gridUnit, -gridUnit),
                     Qt::AlignCenter | Qt::TextWordWrap, m_problem);
}

} // namespace inceptoscope
