// parachute.pov - a round parachute in a summer sky.
// Written for the Inceptoscope sample pictures; POV-Ray 3.7. Units: metres.
// This scene and the picture made from it are dedicated to the public domain (CC0 1.0).
// povray +Iparachute.pov +Oparachute.png +W600 +H800 +A0.1 +AM2 +R3
#version 3.7;
global_settings { assumed_gamma 1.0 max_trace_level 8 }
#default { finish { ambient rgb <0.20,0.24,0.30> diffuse 0.7 } }
camera { location <0, -9, -27> look_at <0, -0.1, 0> right x*3/4 angle 23 }
light_source { <-300, 420, -260>, rgb <1.25,1.18,1.05> }

// ---- sky
sky_sphere {
  pigment { gradient y color_map {
    [0.00 rgb <0.62,0.77,0.92>] [0.30 rgb <0.28,0.50,0.83>] [0.75 rgb <0.09,0.25,0.60>] } }
  pigment { wrinkles turbulence 0.55 octaves 7 omega 0.55 lambda 2.2
    color_map { [0.00 rgbt <1,1,1,0.12>] [0.22 rgbt <0.97,0.98,1,0.55>] [0.48 rgbt <1,1,1,1>] [1 rgbt <1,1,1,1>] }
    scale <0.55,0.18,0.55> translate <0.3,0.7,0.1> }
}

// ---- canopy: a mesh of gores that bulge between the seams
#declare NG = 24; #declare RC = 3.9; #declare HC = 2.7;
#declare Vent = 0.07;                    // apex hole, as a fraction of the arc
#macro CP(G, U)                          // G: gore number (real), U: 0 apex .. 1 hem
  #local w = abs(sin(pi*G));             // 0 at a seam, 1 mid-gore
  #local a = (Vent + (1-Vent)*U)*1.66;   // a little past the equator, so the hem turns in
  #local r = RC*sin(a)*(1 + 0.055*w*U);
  #local h = HC*cos(a) + 0.06*w*sin(pi*U) + 0.16*w*pow(U,6);
  <r*cos(2*pi*G/NG), h, r*sin(2*pi*G/NG)>
#end
#macro CN(G, U)
  vnormalize(vcross(CP(G+0.004,U)-CP(G-0.004,U), CP(G,U+0.004)-CP(G,U-0.004)))
#end
#macro Gore(K, C)
  mesh {
    #local NU = 22; #local NW = 8;
    #for (i,0,NU-1) #for (j,0,NW-1)
      #local u1 = i/NU; #local u2 = (i+1)/NU;
      #local g1 = K+0.002+0.996*j/NW; #local g2 = K+0.002+0.996*(j+1)/NW;
      smooth_triangle { CP(g1,u1),CN(g1,u1), CP(g2,u1),CN(g2,u1), CP(g2,u2),CN(g2,u2) }
      smooth_triangle { CP(g1,u1),CN(g1,u1), CP(g2,u2),CN(g2,u2), CP(g1,u2),CN(g1,u2) }
    #end #end
    texture { pigment { rgb C } normal { wrinkles 0.12 scale 0.35 }
      finish { diffuse 0.62,0.42 specular 0.06 roughness 0.08 } }
  }
#end
#declare Orange = <0.95,0.30,0.04>; #declare White = <0.92,0.92,0.90>;
#declare Harness = <0,-6.15,0>;
union {
  #for (k,0,NG-1) Gore(k, (mod(k,4) < 2 ? Orange : White)) #end
  #for (k,0,NG-1)                        // seams, hem tape and suspension lines
    #for (i,0,20) cylinder { CP(k,i/21), CP(k,(i+1)/21), 0.011 pigment { rgb 0.75 } } #end
    #for (j,0,7) cylinder { CP(k+j/8,1), CP(k+(j+1)/8,1), 0.016 pigment { rgb <0.75,0.25,0.05> } } #end
    #local E = CP(k,1); #local Side = (E.x > 0 ? 1 : -1);
    cylinder { CP(k,1), Harness + <0.20*Side, 0.62, 0>, 0.0085 pigment { rgb <0.86,0.86,0.82> } }
  #end
  // ---- risers and jumper
  #for (s,-1,1,2)
    cylinder { Harness+<0.20*s,0.62,0>, Harness+<0.17*s,-0.02,0>, 0.022 pigment { rgb 0.10 } }
    // arms up on the risers
    cylinder { Harness+<0.23*s,-0.08,0>, Harness+<0.37*s,0.12,-0.05>, 0.062 pigment { rgb <0.10,0.16,0.34> } }
    sphere   { Harness+<0.37*s,0.12,-0.05>, 0.064 pigment { rgb <0.10,0.16,0.34> } }
    cone     { Harness+<0.37*s,0.12,-0.05>, 0.058, Harness+<0.22*s,0.40,-0.03>, 0.042 pigment { rgb <0.10,0.16,0.34> } }
    sphere   { Harness+<0.21*s,0.43,-0.03>, 0.055 pigment { rgb <0.72,0.50,0.38> } }
    // legs, slightly bent
    cone     { Harness+<0.10*s,-0.62,0>, 0.10, Harness+<0.15*s,-1.03,-0.14>, 0.075 pigment { rgb <0.10,0.16,0.34> } }
    sphere   { Harness+<0.15*s,-1.03,-0.14>, 0.076 pigment { rgb <0.10,0.16,0.34> } }
    cone     { Harness+<0.15*s,-1.03,-0.14>, 0.072, Harness+<0.14*s,-1.44,0.02>, 0.05 pigment { rgb <0.10,0.16,0.34> } }
    sphere   { 0, 1 scale <0.055,0.05,0.13> translate Harness+<0.14*s,-1.49,-0.05> pigment { rgb 0.05 } }
    sphere   { Harness+<0.20*s,-0.08,0>, 0.085 pigment { rgb <0.10,0.16,0.34> } }
  #end
  sphere { 0, 1 scale <0.21,0.36,0.14> translate Harness+<0,-0.30,0> pigment { rgb <0.10,0.16,0.34> } }
  sphere { 0, 1 scale <0.17,0.14,0.13> translate Harness+<0,-0.60,0> pigment { rgb <0.10,0.16,0.34> } }
  sphere { 0, 1 scale <0.17,0.27,0.10> translate Harness+<0,-0.28,0.15> pigment { rgb <0.08,0.08,0.09> } }
  sphere { Harness+<0,0.14,-0.01>, 0.115 pigment { rgb <0.72,0.50,0.38> } }
  sphere { Harness+<0,0.175,0.01>, 0.135 pigment { rgb <0.85,0.10,0.06> } finish { specular 0.5 roughness 0.02 } }
  translate <0,2.1,0>
  rotate y*11 rotate z*5 rotate x*-4
}
