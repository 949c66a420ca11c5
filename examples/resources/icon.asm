; icon.asm - an icon of 16 by 16 pixels and two colours, as the bytes of a .ico file.
;
;   nasm -f bin icon.asm -o app.ico
;
; The pixels stand below as one sees them, but for their order: a bitmap's first row is the lowest one, and each row has
; 32 bits, of which the first 16 count.

image_size equ end - image

        dw 0, 1, 1                      ; reserved, type 1: an icon, one picture
        db 16, 16, 2, 0                 ; width, height, colours
        dw 1, 1                         ; planes, bits for a pixel
        dd image_size, image            ; how long and where the picture is

image:  dd 40, 16, 32                   ; size of this header, width, and height: of the pixels and of the mask together
        dw 1, 1
        dd 0, 0, 0, 0, 2, 0
        dd 0xffffff, 0x0060c0           ; colour 0 and colour 1: 00RRGGBB

%macro row 1-*                          ; sixteen pixels: two bytes, high bit left
%rep %0
        db (%1) >> 8, (%1) & 255, 0, 0
%rotate 1
%endrep
%endmacro

        row 0b0000000000000000          ; an M, upside down
        row 0b0000000000000000
        row 0b0011000000001100
        row 0b0011000000001100
        row 0b0011000000001100
        row 0b0011000000001100
        row 0b0011000000001100
        row 0b0011000110001100
        row 0b0011001111001100
        row 0b0011011001101100
        row 0b0011110000111100
        row 0b0011100000011100
        row 0b0011000000001100
        row 0b0011000000001100
        row 0b0000000000000000
        row 0b0000000000000000
times 16 db 0, 0, 0, 0                  ; the mask: no pixel is transparent
end:
